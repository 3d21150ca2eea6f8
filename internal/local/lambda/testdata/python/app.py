import decimal
import logging
import os
import sys

logger = logging.getLogger()
logger.setLevel(logging.INFO)


def echo(event, context):
    return {
        "event": event,
        "name": context.function_name,
        "id": context.aws_request_id,
        "arn": context.invoked_function_arn,
        "memory": context.memory_limit_in_mb,
        "group": context.log_group_name,
        "identity": context.identity.cognito_identity_id,
        "remaining": context.get_remaining_time_in_millis() > 0,
        "trace": os.environ["_X_AMZN_TRACE_ID"],
        "number": decimal.Decimal("1.5"),
        "text": "ä",
    }


def sized(event, context):
    return "x" * event["bytes"] or os.getpid()


def fails(event, context):
    raise KeyError("no such pet")


def not_json(event, context):
    return {1, 2}


def logs(event, context):
    logger.info("an info line")
    print("a printed line")


def leaves(event, context):
    sys.exit(7)


not_callable = 42
