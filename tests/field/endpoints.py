"""The endpoints of others that scripts/field brings: which versions, whether they are there, and how they start.

They are programs of others, for measuring beside Hallmark. Each binds to loopback; what listens on every address is
started in a network namespace of its own. Their profiles are targets/<name>.json.
"""

import json
import pathlib
import subprocess

THIRTY = ("acm apigateway athena autoscaling cloudformation cloudwatch cognito-idp dynamodb ecr ecs efs elbv2 events firehose "
          "glue iam kinesis kms lambda logs rds route53 s3 secretsmanager ses sns sqs ssm stepfunctions sts").split()
HERE = pathlib.Path(__file__).resolve().parent
PINNED = json.loads((HERE / "versions.json").read_text())


class Endpoint:
    everywhere = False  # whether it listens on every address
    builtin = False  # whether it is Hallmark's own, that nobody starts

    def __init__(self, name, services):
        self.name, self.services, self.version = name, services, "own" if self.builtin else PINNED[name]

    def missing(self, work):
        """Empty, or what of it is not there."""
        found = self.installed(work)
        return "" if found == self.version else f"version {self.version} is wanted, {found or 'none'} is installed"

    def settings(self, port):
        del port
        return {}


class Embedded(Endpoint):
    builtin = True

    def installed(self, work):
        del work
        return self.version


class Pip(Endpoint):
    def installed(self, work):
        question = f"import importlib.metadata as m; print(m.version({self.name!r}))"
        return said(work / self.name / "bin/python", "-c", question)


class Moto(Pip):
    def command(self, work, folder, port):
        del folder
        return [work / "moto/bin/python", "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]


class Ministack(Pip):
    everywhere = True

    def command(self, work, folder, port):
        del folder, port
        return [work / "ministack/bin/ministack"]

    def settings(self, port):
        return {"GATEWAY_PORT": str(port), "SFTP_ENABLED": "0", "IOT_MTLS_ENABLED": "0"}


class Npm(Endpoint):
    def installed(self, work):
        package = work / "node/node_modules" / self.name / "package.json"
        return json.loads(package.read_text())["version"] if package.exists() else ""


class Dynalite(Npm):
    def command(self, work, folder, port):
        del folder
        module = json.dumps(str(work / "node/node_modules/dynalite"))
        return ["node", "-e", f"require({module})({{createTableMs: 0}}).listen({port}, '127.0.0.1')"]


class S3rver(Npm):
    def command(self, work, folder, port):
        return ["node", work / "node/node_modules/s3rver/bin/s3rver.js", "-a", "127.0.0.1", "-p", str(port), "-d",
                new_folder(folder)]


class ElasticMq(Endpoint):
    def installed(self, work):
        jars = sorted((work / "elasticmq/lib").glob("elasticmq-server_2.13-*.jar"))
        return jars[-1].stem.rpartition("-")[2] if jars else ""

    def command(self, work, folder, port):
        settings = folder / "elasticmq.conf"
        settings.write_text(
            'include classpath("application.conf")\n'
            f'node-address {{ protocol = http, host = localhost, port = {port}, context-path = "" }}\n'
            f'rest-sqs {{ enabled = true, bind-port = {port}, bind-hostname = "127.0.0.1", sqs-limits = strict }}\n'
            "rest-stats { enabled = false }\n")
        return ["java", f"-Dconfig.file={settings}", "-cp", f"{work}/elasticmq/lib/*", "org.elasticmq.server.Main"]


class VersityGateway(Endpoint):
    def installed(self, work):
        about = said("go", "version", "-m", work / "bin/versitygw").split()
        return about[about.index("mod") + 2].lstrip("v") if "mod" in about else ""

    def command(self, work, folder, port):
        return [work / "bin/versitygw", "--port", f"127.0.0.1:{port}", "--access", "AKIDEXAMPLE", "--secret",
                "SECRETEXAMPLE", "posix", new_folder(folder)]


def said(*command):
    """What a command prints; empty when it fails or is not there."""
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return ""


def new_folder(folder):
    at = folder / f"data-{len(list(folder.glob('data-*')))}"
    at.mkdir()
    return at


ENDPOINTS = {each.name: each for each in (
    Embedded("embedded", THIRTY), Moto("moto", THIRTY), Ministack("ministack", THIRTY), Dynalite("dynalite", ["dynamodb"]),
    ElasticMq("elasticmq", ["sqs"]), VersityGateway("versitygw", ["s3"]), S3rver("s3rver", ["s3"]))}
