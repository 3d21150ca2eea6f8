package io.github.gatewright.cdk;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Size;
import software.amazon.awscdk.services.apigateway.CorsOptions;
import software.amazon.awscdk.services.apigateway.DomainNameOptions;
import software.amazon.awscdk.services.apigateway.EndpointConfiguration;
import software.amazon.awscdk.services.apigateway.EndpointType;
import software.amazon.awscdk.services.apigateway.GatewayResponseOptions;
import software.amazon.awscdk.services.apigateway.RestApiMode;
import software.amazon.awscdk.services.apigateway.SpecRestApiProps;
import software.amazon.awscdk.services.apigateway.StageOptions;
import software.amazon.awscdk.services.iam.IRole;
import software.amazon.awscdk.services.iam.PolicyDocument;

/**
 * The properties of an API besides its integrations: those of its own, and those of the SpecRestApi
 * below it.
 */
public abstract class TypeSafeRestApiProps {

  final Authorizer defaultAuthorizer;
  final List<Authorizer> authorizers;
  final CorsOptions corsOptions;
  final ApiKeyOptions apiKeyOptions;
  final TypeSafeApiWebAclOptions webAclOptions;
  final AccessLogOptions accessLogOptions;
  final IRole role;
  final List<GatewayResponseOptions> gatewayResponses;
  final Validation validation;
  final MockDataOptions mockDataOptions;
  final boolean prune;
  final boolean nestedPermissions;
  final List<String> binaryMediaTypes;
  final Size minCompressionSize;
  final RestApiMode mode;
  final Boolean cloudWatchRole;
  final RemovalPolicy cloudWatchRoleRemovalPolicy;
  final Boolean deploy;
  final StageOptions deployOptions;
  final String description;
  final Boolean disableExecuteApiEndpoint;
  final DomainNameOptions domainName;
  final EndpointConfiguration endpointConfiguration;
  final String endpointExportName;
  final List<EndpointType> endpointTypes;
  final Boolean failOnWarnings;
  final Map<String, String> parameters;
  final PolicyDocument policy;
  final String restApiName;
  final Boolean retainDeployments;

  /** Takes what the builder was given. */
  protected TypeSafeRestApiProps(Builder<?> builder) {
    this.defaultAuthorizer = builder.defaultAuthorizer;
    this.authorizers = builder.authorizers;
    this.corsOptions = builder.corsOptions;
    this.apiKeyOptions = builder.apiKeyOptions;
    this.webAclOptions = builder.webAclOptions;
    this.accessLogOptions = builder.accessLogOptions;
    this.role = builder.role;
    this.gatewayResponses = builder.gatewayResponses;
    this.validation = builder.validation;
    this.mockDataOptions = builder.mockDataOptions;
    this.prune = builder.prune;
    this.nestedPermissions = builder.nestedPermissions;
    this.binaryMediaTypes = builder.binaryMediaTypes;
    this.minCompressionSize = builder.minCompressionSize;
    this.mode = builder.mode;
    this.cloudWatchRole = builder.cloudWatchRole;
    this.cloudWatchRoleRemovalPolicy = builder.cloudWatchRoleRemovalPolicy;
    this.deploy = builder.deploy;
    this.deployOptions = builder.deployOptions;
    this.description = builder.description;
    this.disableExecuteApiEndpoint = builder.disableExecuteApiEndpoint;
    this.domainName = builder.domainName;
    this.endpointConfiguration = builder.endpointConfiguration;
    this.endpointExportName = builder.endpointExportName;
    this.endpointTypes = builder.endpointTypes;
    this.failOnWarnings = builder.failOnWarnings;
    this.parameters = builder.parameters;
    this.policy = builder.policy;
    this.restApiName = builder.restApiName;
    this.retainDeployments = builder.retainDeployments;
  }

  /** Starts the properties of the SpecRestApi, without those that the definition says. */
  SpecRestApiProps.Builder restApiProps() {
    SpecRestApiProps.Builder props = SpecRestApiProps.builder();
    props.mode(mode);
    props.cloudWatchRole(cloudWatchRole);
    props.cloudWatchRoleRemovalPolicy(cloudWatchRoleRemovalPolicy);
    props.deploy(deploy);
    props.description(description);
    props.disableExecuteApiEndpoint(disableExecuteApiEndpoint);
    props.domainName(domainName);
    props.endpointConfiguration(endpointConfiguration);
    props.endpointExportName(endpointExportName);
    props.endpointTypes(endpointTypes);
    props.failOnWarnings(failOnWarnings);
    props.parameters(parameters);
    props.policy(policy);
    props.restApiName(restApiName);
    props.retainDeployments(retainDeployments);
    return props;
  }

  /** Makes the properties one by one. B is the builder that is made of it. */
  public abstract static class Builder<B extends Builder<B>> {

    private Authorizer defaultAuthorizer;
    private List<Authorizer> authorizers;
    private CorsOptions corsOptions;
    private ApiKeyOptions apiKeyOptions;
    private TypeSafeApiWebAclOptions webAclOptions;
    private AccessLogOptions accessLogOptions;
    private IRole role;
    private List<GatewayResponseOptions> gatewayResponses;
    private Validation validation;
    private MockDataOptions mockDataOptions;
    private boolean prune;
    private boolean nestedPermissions;
    private List<String> binaryMediaTypes;
    private Size minCompressionSize;
    private RestApiMode mode;
    private Boolean cloudWatchRole;
    private RemovalPolicy cloudWatchRoleRemovalPolicy;
    private Boolean deploy;
    private StageOptions deployOptions;
    private String description;
    private Boolean disableExecuteApiEndpoint;
    private DomainNameOptions domainName;
    private EndpointConfiguration endpointConfiguration;
    private String endpointExportName;
    private List<EndpointType> endpointTypes;
    private Boolean failOnWarnings;
    private Map<String, String> parameters;
    private PolicyDocument policy;
    private String restApiName;
    private Boolean retainDeployments;

    /** Starts them. */
    protected Builder() {}

    /** Gives the builder itself. */
    protected abstract B self();

    /** Who may call the operations that say nothing else. Default: what the model says. */
    public B defaultAuthorizer(Authorizer defaultAuthorizer) {
      this.defaultAuthorizer = defaultAuthorizer;
      return self();
    }

    /** Authorizers that the model names, next to those that are given elsewhere. */
    public B authorizers(List<Authorizer> authorizers) {
      this.authorizers = authorizers;
      return self();
    }

    /** Lets web pages of other origins use the API. Default: none. */
    public B corsOptions(CorsOptions corsOptions) {
      this.corsOptions = corsOptions;
      return self();
    }

    /** How API keys come in, and who needs one. Default: what the model says. */
    public B apiKeyOptions(ApiKeyOptions apiKeyOptions) {
      this.apiKeyOptions = apiKeyOptions;
      return self();
    }

    /** Changes the web ACL before the API. Default: one with the common rules of AWS. */
    public B webAclOptions(TypeSafeApiWebAclOptions webAclOptions) {
      this.webAclOptions = webAclOptions;
      return self();
    }

    /** Changes the log of requests. Default: a log group that is kept for a month, in JSON. */
    public B accessLogOptions(AccessLogOptions accessLogOptions) {
      this.accessLogOptions = accessLogOptions;
      return self();
    }

    /**
     * The role that API Gateway takes to call S3 and other services, where an integration names
     * none. Default: one is made when it is needed.
     */
    public B role(IRole role) {
      this.role = role;
      return self();
    }

    /** API Gateway's own responses that differ from its defaults. */
    public B gatewayResponses(List<GatewayResponseOptions> gatewayResponses) {
      this.gatewayResponses = gatewayResponses;
      return self();
    }

    /**
     * What of a request is validated: body, parameters. Default: what the model says, else both.
     */
    public B validation(Validation validation) {
      this.validation = validation;
      return self();
    }

    /** The data of mocks that have no body of their own. */
    public B mockDataOptions(MockDataOptions mockDataOptions) {
      this.mockDataOptions = mockDataOptions;
      return self();
    }

    /** Whether what API Gateway ignores is dropped: descriptions, examples, response schemas. */
    public B prune(boolean prune) {
      this.prune = prune;
      return self();
    }

    /** Whether the permissions to invoke functions lie in nested stacks, whatever their number. */
    public B nestedPermissions(boolean nestedPermissions) {
      this.nestedPermissions = nestedPermissions;
      return self();
    }

    /** The media types of bodies that are bytes. */
    public B binaryMediaTypes(List<String> binaryMediaTypes) {
      this.binaryMediaTypes = binaryMediaTypes;
      return self();
    }

    /** The size from which answers are compressed. */
    public B minCompressionSize(Size minCompressionSize) {
      this.minCompressionSize = minCompressionSize;
      return self();
    }

    /** How the definition meets what is deployed. */
    public B mode(RestApiMode mode) {
      this.mode = mode;
      return self();
    }

    /** Whether API Gateway gets a role to write logs with. Default: true. */
    public B cloudWatchRole(Boolean cloudWatchRole) {
      this.cloudWatchRole = cloudWatchRole;
      return self();
    }

    /** What becomes of that role when the API is deleted. */
    public B cloudWatchRoleRemovalPolicy(RemovalPolicy cloudWatchRoleRemovalPolicy) {
      this.cloudWatchRoleRemovalPolicy = cloudWatchRoleRemovalPolicy;
      return self();
    }

    /** Whether the API is deployed to a stage. Default: true. */
    public B deploy(Boolean deploy) {
      this.deploy = deploy;
      return self();
    }

    /** The options of the stage. Default: prod, with tracing and logs at level INFO. */
    public B deployOptions(StageOptions deployOptions) {
      this.deployOptions = deployOptions;
      return self();
    }

    /** A description of the API. */
    public B description(String description) {
      this.description = description;
      return self();
    }

    /** Whether the API's own address is turned off. */
    public B disableExecuteApiEndpoint(Boolean disableExecuteApiEndpoint) {
      this.disableExecuteApiEndpoint = disableExecuteApiEndpoint;
      return self();
    }

    /** A domain name of the API. */
    public B domainName(DomainNameOptions domainName) {
      this.domainName = domainName;
      return self();
    }

    /** The endpoints of the API. */
    public B endpointConfiguration(EndpointConfiguration endpointConfiguration) {
      this.endpointConfiguration = endpointConfiguration;
      return self();
    }

    /** The name under which the address is exported. */
    public B endpointExportName(String endpointExportName) {
      this.endpointExportName = endpointExportName;
      return self();
    }

    /** The types of the endpoints. */
    public B endpointTypes(List<EndpointType> endpointTypes) {
      this.endpointTypes = endpointTypes;
      return self();
    }

    /** Whether warnings of the import fail the deployment. */
    public B failOnWarnings(Boolean failOnWarnings) {
      this.failOnWarnings = failOnWarnings;
      return self();
    }

    /** Parameters of the import. */
    public B parameters(Map<String, String> parameters) {
      this.parameters = parameters;
      return self();
    }

    /** A resource policy. */
    public B policy(PolicyDocument policy) {
      this.policy = policy;
      return self();
    }

    /** The name of the API. Default: the model's title. */
    public B restApiName(String restApiName) {
      this.restApiName = restApiName;
      return self();
    }

    /** Whether old deployments are kept. */
    public B retainDeployments(Boolean retainDeployments) {
      this.retainDeployments = retainDeployments;
      return self();
    }
  }
}
