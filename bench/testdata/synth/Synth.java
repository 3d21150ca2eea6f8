import com.example.things.Api;
import com.example.things.ApiProps;
import com.example.things.MockIntegrations;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import software.amazon.awscdk.App;
import software.amazon.awscdk.AppProps;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.apigateway.ApiDefinition;
import software.amazon.awscdk.services.apigateway.SpecRestApi;

/**
 * Synthesizes an API of gatewright and the same without, in turns, and prints what each turn of
 * both took, in ms.
 */
public final class Synth {
  private interface Build {
    void on(Stack stack) throws IOException;
  }

  private Synth() {}

  private static double synth(Build build) throws IOException {
    Path out = Files.createTempDirectory("synth");
    long began = System.nanoTime();
    App app = new App(AppProps.builder().outdir(out.toString()).analyticsReporting(false).build());
    build.on(new Stack(app, "Things"));
    app.synth();
    double took = (System.nanoTime() - began) / 1e6;
    try (var files = Files.walk(out)) {
      files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    }
    return took;
  }

  public static void main(String[] args) throws IOException {
    Build construct =
        stack -> new Api(stack, "Api", ApiProps.builder().integrations(MockIntegrations.mockAll().build()).build());
    Build bare =
        stack ->
            SpecRestApi.Builder.create(stack, "Api")
                .apiDefinition(ApiDefinition.fromInline(new ObjectMapper().readValue(new File(args[0]), Map.class)))
                .build();
    for (int turn = 0; turn < Integer.parseInt(args[1]); turn++) {
      System.out.println(synth(construct) + " " + synth(bare));
    }
  }
}
