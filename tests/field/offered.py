"""Writes offered/<endpoint>.txt: the operations that an endpoint has, "service Operation" a line, from its own source
or documentation as scripts/field installed it.

    offered.py ENVIRONMENT [ENDPOINT...]
    offered.py ENVIRONMENT --check      writes nothing, exits 1 when a file would change

What tells that an operation is there, by endpoint:
  moto        a method of its name, as moto spells it, in the service's backend or its responses
  ministack   the service's row in the tables of its README, its module's first docstring, and in its module the tables
              of handlers and functions of the operation's name
  dynalite    a file of its name in actions/
  elasticmq   directives of its name in the classes of the REST interface
  versitygw   a route of its name in s3api/router.go whose handler is no error, where the POSIX backend has a method
              of that name or the backend's interface has none
  s3rver      its handlers in routes.js, by the table below
An operation that answers with a stub counts as offered: its answer is held to its promises.
"""

import ast
import glob
import json
import pathlib
import re
import subprocess
import sys
import zipfile

HERE = pathlib.Path(__file__).resolve().parent
SCHEMAS = HERE.parents[1] / "schemas"

MOTO = """
import importlib, inspect, json, sys
from botocore import loaders, xform_name
from moto.backends import get_backend
found = {}
for service, operations in json.load(sys.stdin).items():
    try:
        backend = get_backend(service).backend
        package = ".".join(backend.__module__.split(".")[:2])
        module = importlib.import_module(package + ".responses")
    except (ImportError, AttributeError, KeyError):
        continue
    if operations is None:
        operations = sorted(loaders.Loader().load_service_model(service, "service-2")["operations"])
    classes = [c for _, c in inspect.getmembers(module, inspect.isclass) if c.__module__.startswith(package)]
    found[service] = [o for o in operations if any(hasattr(c, xform_name(o)) for c in [backend, *classes])]
print(json.dumps(found))
"""
# service -> modules below ministack/services, and the name of its row in the README's tables.
MINISTACK = {
    "acm": ("acm", "ACM"),
    "apigateway": ("apigateway_v1", "API Gateway v1"),
    "athena": ("athena", "Athena"),
    "autoscaling": ("autoscaling", "AutoScaling"),
    "cloudformation": ("cloudformation", "Stack Operations"),
    "cloudwatch": ("cloudwatch", "CloudWatch Metrics"),
    "cognito-idp": ("cognito", "Cognito"),
    "dynamodb": ("dynamodb", "DynamoDB"),
    "ecr": ("ecr", "ECR"),
    "ecs": ("ecs", "ECS"),
    "efs": ("efs", "EFS"),
    "elbv2": ("alb", "ELBv2 / ALB"),
    "events": ("eventbridge", "EventBridge"),
    "firehose": ("firehose", "Firehose"),
    "glue": ("glue", "Glue"),
    "iam": ("iam", "IAM"),
    "kinesis": ("kinesis", "Kinesis"),
    "kms": ("kms", "KMS"),
    "lambda": ("lambda_svc", "Lambda"),
    "logs": ("cloudwatch_logs", "CloudWatch Logs"),
    "rds": ("rds", "RDS"),
    "route53": ("route53", "Route53"),
    "s3": ("s3", "S3"),
    "secretsmanager": ("secretsmanager", "SecretsManager"),
    "ses": ("ses", "SES"),
    "sns": ("sns", "SNS"),
    "sqs": ("sqs", "SQS"),
    "ssm": ("ssm", "SSM Parameter Store"),
    "stepfunctions": ("stepfunctions", "Step Functions"),
    "sts": ("sts", "STS"),
}
# Handlers of s3rver that are not the operation's name with a small first letter. A router's "get" answers HEAD, too.
S3RVER = {
    "getService": ["ListBuckets"],
    "getBucket": ["ListObjects", "ListObjectsV2", "HeadBucket"],
    "putBucket": ["CreateBucket"],
    "getObject": ["GetObject", "HeadObject"],
    "putObjectCopy": ["CopyObject"],
    "deleteMultipleObjects": ["DeleteObjects"],
    "initiateMultipartUpload": ["CreateMultipartUpload"],
}


def operations_of(service):
    """The operations of a committed contract."""
    shapes = json.loads((SCHEMAS / service / "model.json").read_text())["shapes"]
    return sorted(name.split("#")[1] for name, shape in shapes.items() if shape["type"] == "operation")


def signing_name(service):
    """What its requests are signed for, by the committed contract: "monitoring" of cloudwatch; its name without one."""
    model = SCHEMAS / service / "model.json"
    shapes = json.loads(model.read_text())["shapes"] if model.exists() else {}
    return next((shape["traits"]["aws.auth#sigv4"]["name"] for shape in shapes.values()
                 if shape["type"] == "service" and "aws.auth#sigv4" in shape.get("traits", {})), service)


def services():
    return sorted(MINISTACK)


def ask_moto(work, operations):
    """Those of each service's operations (None: of botocore's) that moto has; services that it has not are left out."""
    done = subprocess.run([work / "moto/bin/python", "-c", MOTO], input=json.dumps(operations), capture_output=True, text=True,
                          check=True)
    return json.loads(done.stdout)


def moto(work):
    return ask_moto(work, {service: operations_of(service) for service in services()})


def moto_of(work, names):
    """The same of services by botocore's names, of which no contract is committed."""
    return ask_moto(work, dict.fromkeys(names))


def handler_names(source):
    """The keys of dictionaries that lead to functions, and the names of functions, without underscores."""
    names = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            names.add(node.name.replace("_", ""))
        if isinstance(node, ast.Dict):
            for key, value in zip(node.keys, node.values):
                if isinstance(key, ast.Constant) and isinstance(value, (ast.Name, ast.Attribute, ast.Lambda, ast.Call)):
                    names.add(key.value)
    return names


def ministack(work):
    (packages,) = glob.glob(str(work / "ministack/lib/python3*/site-packages"))
    (about,) = glob.glob(packages + "/ministack-*.dist-info/METADATA")
    rows = {}
    for line in pathlib.Path(about).read_text().splitlines():
        if row := re.match(r"\| \*\*(.+?)\*\* \| (.*?) \|", line):
            rows[row[1]] = rows.get(row[1], "") + " " + row[2]
    found = {}
    for service, (module, row) in MINISTACK.items():
        path = pathlib.Path(packages) / "ministack/services" / module
        files = sorted(path.glob("*.py")) if path.is_dir() else [path.with_suffix(".py")]
        words = set(re.findall(r"\w+", rows.get(row, "")))
        for file in files:
            source = file.read_text()
            words |= set(re.findall(r"\w+", ast.get_docstring(ast.parse(source)) or "")) | handler_names(source)
        found[service] = [operation for operation in operations_of(service)
                          if operation in words or operation.lower() in words]
    return found


def dynalite(work):
    names = {path.stem.lower() for path in (work / "node/node_modules/dynalite/actions").glob("*.js")}
    return {"dynamodb": [operation for operation in operations_of("dynamodb") if operation.lower() in names]}


def elasticmq(work):
    (jar,) = (work / "elasticmq/lib").glob("elasticmq-rest-sqs_*.jar")
    classes = "\n".join(zipfile.ZipFile(jar).namelist())
    # Getting and setting attributes stand in one class, as do tagging and what goes with it.
    together = {"GetQueueAttributes": "QueueAttributes", "SetQueueAttributes": "QueueAttributes",
                "UntagQueue": "TagQueue", "ListQueueTags": "TagQueue", "CreateQueue": "CreateQueue"}
    return {"sqs": [operation for operation in operations_of("sqs")
                    if re.search(rf"\b{together.get(operation, operation)}(Directives)?(\$|\.class)", classes)]}


def versitygw(work):
    where = subprocess.run(["go", "version", "-m", work / "bin/versitygw"], capture_output=True, text=True, check=True)
    version = re.search(r"\bmod\s+github.com/versity/versitygw\s+(\S+)", where.stdout)[1]
    cache = subprocess.run(["go", "env", "GOMODCACHE"], capture_output=True, text=True, check=True).stdout.strip()
    source = pathlib.Path(cache) / f"github.com/versity/versitygw@{version}"
    actions = dict(re.findall(r'\b(Action\w+)\s*=\s*"s3_(\w+)"', (source / "metrics/actions.go").read_text()))
    routes = re.findall(r"ProcessHandlers\(\s*ctrl\.(\w+).*?metrics\.(Action\w+)",
                        (source / "s3api/router.go").read_text(), re.DOTALL)
    named = {actions[action] for handler, action in routes if handler != "HandleErrorRoute" and action in actions}
    named = {"ListBuckets" if name == "ListAllMyBuckets" else name for name in named}
    interface = (source / "backend/backend.go").read_text()
    posix = "".join(path.read_text() for path in (source / "backend/posix").glob("*.go"))
    has = lambda text, receiver, name: re.search(rf"func \({receiver}\) {name}\(", text)
    return {"s3": [operation for operation in operations_of("s3") if operation in named
                   and (has(posix, r"\w+ \*Posix", operation) or not has(interface, "BackendUnsupported", operation))]}


def s3rver(work):
    routes = (work / "node/node_modules/s3rver/lib/routes.js").read_text()
    handlers = set(re.findall(r"\w+Ctrl\.(\w+)", routes))
    names = set()
    for handler in handlers:
        names |= set(S3RVER.get(handler, [handler[0].upper() + handler[1:]]))
    return {"s3": [operation for operation in operations_of("s3") if operation in names]}


ENDPOINTS = {"moto": moto, "ministack": ministack, "dynalite": dynalite, "elasticmq": elasticmq, "versitygw": versitygw,
             "s3rver": s3rver}


def text_of(endpoint, work):
    found = ENDPOINTS[endpoint](pathlib.Path(work))
    return "".join(f"{service} {operation}\n" for service in sorted(found) for operation in sorted(found[service]))


def read(endpoint):
    """Service -> names of the operations, of a file that lies there."""
    offered = {}
    for line in (HERE / "offered" / f"{endpoint}.txt").read_text().splitlines():
        service, operation = line.split()
        offered.setdefault(service, set()).add(operation)
    return offered


def main(arguments):
    check = "--check" in arguments
    work, *names = [word for word in arguments if word != "--check"]
    stale = 0
    for endpoint in names or ENDPOINTS:
        file = HERE / "offered" / f"{endpoint}.txt"
        text = text_of(endpoint, work)
        same = file.exists() and file.read_text() == text
        stale += not same
        if not check:
            file.write_text(text)
        print(f"{endpoint}: {len(text.splitlines())} operations{'' if same else ', other than they were'}")
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
