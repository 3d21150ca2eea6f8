"""The web ACL before an API."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from aws_cdk import Names
from aws_cdk.aws_wafv2 import CfnIPSet, CfnWebACL, CfnWebACLAssociation

from .options import ManagedRule

if TYPE_CHECKING:
    from collections.abc import Sequence

    from constructs import Construct

    from .options import CidrAllowList, TypeSafeApiWebAclOptions


@dataclass(frozen=True, kw_only=True)
class WebAcl:
    """The parts of a web ACL that were made."""

    web_acl: CfnWebACL | None
    ip_set: CfnIPSet | None
    web_acl_association: CfnWebACLAssociation


def add_web_acl(scope: Construct, stage_arn: str, options: TypeSafeApiWebAclOptions) -> WebAcl:
    """Put a web ACL before a stage."""
    if options.web_acl_arn is not None:
        association = _associate(scope, stage_arn, options.web_acl_arn)
        return WebAcl(web_acl=None, ip_set=None, web_acl_association=association)
    ip_set = _allowed_addresses(scope, options.cidr_allow_list)
    rules = [*([] if ip_set is None else [_only_from(scope, ip_set)]), *_managed(scope, options.managed_rules)]
    web_acl = CfnWebACL(
        scope,
        "WebAcl",
        default_action=CfnWebACL.DefaultActionProperty(allow=CfnWebACL.AllowActionProperty()),
        scope="REGIONAL",
        rules=[*rules, *(options.rules or ())],
        visibility_config=_visibility(scope, "WebAcl"),
    )
    return WebAcl(web_acl=web_acl, ip_set=ip_set, web_acl_association=_associate(scope, stage_arn, web_acl.attr_arn))


def _associate(scope: Construct, stage_arn: str, web_acl_arn: str) -> CfnWebACLAssociation:
    return CfnWebACLAssociation(scope, "WebAclAssociation", resource_arn=stage_arn, web_acl_arn=web_acl_arn)


def _allowed_addresses(scope: Construct, allow_list: CidrAllowList | None) -> CfnIPSet | None:
    if allow_list is None:
        return None
    return CfnIPSet(
        scope,
        "AllowedAddresses",
        addresses=list(allow_list.cidr_ranges),
        ip_address_version=allow_list.cidr_type,
        scope="REGIONAL",
    )


def _only_from(scope: Construct, ip_set: CfnIPSet) -> CfnWebACL.RuleProperty:
    listed = CfnWebACL.StatementProperty(ip_set_reference_statement={"arn": ip_set.attr_arn})
    return CfnWebACL.RuleProperty(
        name="AllowedAddresses",
        priority=0,
        action=CfnWebACL.RuleActionProperty(block=CfnWebACL.BlockActionProperty()),
        statement=CfnWebACL.StatementProperty(not_statement=CfnWebACL.NotStatementProperty(statement=listed)),
        visibility_config=_visibility(scope, "AllowedAddresses"),
    )


_COMMON_RULES = (ManagedRule(name="AWSManagedRulesCommonRuleSet"),)


def _managed(scope: Construct, rules: Sequence[ManagedRule] | None) -> list[CfnWebACL.RuleProperty]:
    return [
        _managed_rule(scope, priority, rule)
        for priority, rule in enumerate(_COMMON_RULES if rules is None else rules, start=1)
    ]


def _managed_rule(scope: Construct, priority: int, rule: ManagedRule) -> CfnWebACL.RuleProperty:
    vendor = rule.vendor_name or rule.vendor or "AWS"
    name = f"{vendor}-{rule.name}"
    group = CfnWebACL.ManagedRuleGroupStatementProperty(
        vendor_name=vendor,
        name=rule.name,
        version=rule.version,
        scope_down_statement=rule.scope_down_statement,
        rule_action_overrides=list(rule.rule_action_overrides or ()) or None,
        excluded_rules=list(rule.excluded_rules or ()) or None,
    )
    return CfnWebACL.RuleProperty(
        name=name,
        priority=priority,
        override_action=CfnWebACL.OverrideActionProperty(none={}),
        statement=CfnWebACL.StatementProperty(managed_rule_group_statement=group),
        visibility_config=_visibility(scope, name),
    )


def _visibility(scope: Construct, name: str) -> CfnWebACL.VisibilityConfigProperty:
    return CfnWebACL.VisibilityConfigProperty(
        cloud_watch_metrics_enabled=True,
        metric_name=f"{Names.unique_id(scope)}-{name}",
        sampled_requests_enabled=True,
    )
