// The AWS SDK for JavaScript drives the embedded endpoint: success and one exception for each of the
// services that it has, each as the SDK's own class with status, name and parsed members.
//
//   node tests/interop/javascript_sdk.mjs [ARGUMENT-OF-SERVE…]     (packages in build/interop/javascript)
//
// With --mutant NAME the endpoint departs from its documentation, and something must fail.
import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { isDeepStrictEqual, inspect } from "node:util";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const work = process.env.HALLMARK_INTEROP ?? join(root, "build/interop");
const require = createRequire(join(work, "javascript", "package.json"));
for (const name of Object.keys(process.env)) if (/^AWS_|proxy/i.test(name)) delete process.env[name];
const voice = require("@aws-sdk/client-chime-sdk-voice");
const cloudfront = require("@aws-sdk/client-cloudfront");
const voiceId = require("@aws-sdk/client-voice-id");

let passed = 0,
  failed = 0;
const pass = (name) => {
  ++passed;
  console.log(`  ok    ${name}`);
};
const fail = (name, expected, actual) => {
  ++failed;
  const text = (value) =>
    typeof value === "string" ? value : inspect(value, { depth: 5, breakLength: 200 });
  console.log(`  FAIL  ${name}\n          expected ${text(expected)}\n          came     ${text(actual)}`);
};
const equal = (name, expected, actual) =>
  isDeepStrictEqual(expected, actual) ? pass(name) : fail(name, expected, actual);

// Every member of `expected` must be equal; a class instead of a value stands for any of its instances.
async function succeeds(name, status, call, expected) {
  let answer;
  try {
    answer = await call();
  } catch (error) {
    fail(name, `success (${status})`, `${error.name}: ${error.message}`);
    return undefined;
  }
  const actual = { status: answer.$metadata.httpStatusCode };
  const wanted = { status };
  for (const [path, value] of Object.entries(expected)) {
    const found = path.split(".").reduce((at, part) => at?.[part], answer);
    const fits =
      typeof value === "function"
        ? found instanceof value || typeof found === value.name.toLowerCase()
        : isDeepStrictEqual(found, value);
    if (fits) continue;
    wanted[path] = value;
    actual[path] = found;
  }
  if (!answer.$metadata.requestId) {
    wanted.requestId = "an identifier";
    actual.requestId = answer.$metadata.requestId;
  }
  equal(`${name}: ${status}, ${Object.keys(expected).length} members`, wanted, actual);
  return answer;
}

async function raises(name, type, status, call, members = {}) {
  const expected = { class: type.name, name: type.name, status, text: true, ...members };
  try {
    const answer = await call();
    fail(name, expected, `success: ${inspect(answer)}`);
  } catch (error) {
    const actual = {
      class: error instanceof type ? type.name : error.constructor.name,
      name: error.name,
      status: error.$metadata?.httpStatusCode,
      text: Boolean(error.message),
    };
    for (const member of Object.keys(members)) actual[member] = error[member];
    equal(`${name}: ${type.name}, ${status}`, expected, actual);
  }
}

async function chimeSdkVoice(client) {
  const { VoiceConnectorGroup: group } = await client.send(
    new voice.CreateVoiceConnectorGroupCommand({ Name: "javascript" }),
  );
  const { VoiceConnector: connector } = await client.send(
    new voice.CreateVoiceConnectorCommand({ Name: "javascript", RequireEncryption: false }),
  );
  const id = group.VoiceConnectorGroupId;
  const items = [{ VoiceConnectorId: connector.VoiceConnectorId, Priority: 5 }];
  const update = (input) => () =>
    client.send(
      new voice.UpdateVoiceConnectorGroupCommand({
        VoiceConnectorGroupId: id,
        Name: "later",
        VoiceConnectorItems: [],
        ...input,
      }),
    );
  const answer = await succeeds(
    "UpdateVoiceConnectorGroup success",
    202,
    update({ VoiceConnectorItems: items }),
    {
      "VoiceConnectorGroup.VoiceConnectorGroupId": id,
      "VoiceConnectorGroup.Name": "later",
      "VoiceConnectorGroup.VoiceConnectorItems": items,
      "VoiceConnectorGroup.CreatedTimestamp": group.CreatedTimestamp,
      "VoiceConnectorGroup.UpdatedTimestamp": Date,
      "VoiceConnectorGroup.VoiceConnectorGroupArn": String,
    },
  );
  const read = await client.send(new voice.GetVoiceConnectorGroupCommand({ VoiceConnectorGroupId: id }));
  equal(
    "UpdateVoiceConnectorGroup: what is read back",
    answer?.VoiceConnectorGroup,
    read.VoiceConnectorGroup,
  );
  await raises(
    "UpdateVoiceConnectorGroup of an unknown group",
    voice.NotFoundException,
    404,
    update({ VoiceConnectorGroupId: randomUUID() }),
    { Code: "NotFound" },
  );
  await raises(
    "UpdateVoiceConnectorGroup without a name",
    voice.BadRequestException,
    400,
    update({ Name: "" }),
    { Code: "BadRequest" },
  );
  await update({})();
  await client.send(new voice.DeleteVoiceConnectorGroupCommand({ VoiceConnectorGroupId: id }));
  await client.send(new voice.DeleteVoiceConnectorCommand({ VoiceConnectorId: connector.VoiceConnectorId }));
}

async function connectionGroups(client) {
  const made = await client.send(
    new cloudfront.CreateConnectionGroupCommand({ Name: "javascript", Enabled: true }),
  );
  const { Id, Name, Arn, CreatedTime, RoutingEndpoint } = made.ConnectionGroup;
  const update = (input) => () =>
    client.send(
      new cloudfront.UpdateConnectionGroupCommand({
        Id,
        IfMatch: made.ETag,
        Enabled: false,
        Ipv6Enabled: false,
        ...input,
      }),
    );
  const answer = await succeeds("UpdateConnectionGroup success", 200, update({}), {
    "ConnectionGroup.Id": Id,
    "ConnectionGroup.Name": Name,
    "ConnectionGroup.Arn": Arn,
    "ConnectionGroup.CreatedTime": CreatedTime,
    "ConnectionGroup.LastModifiedTime": Date,
    "ConnectionGroup.RoutingEndpoint": RoutingEndpoint,
    "ConnectionGroup.Enabled": false,
    "ConnectionGroup.Ipv6Enabled": false,
    ETag: String,
  });
  const read = await client.send(new cloudfront.GetConnectionGroupCommand({ Identifier: Id }));
  equal(
    "UpdateConnectionGroup: what is read back",
    { ...answer?.ConnectionGroup, Status: "Deployed" },
    read.ConnectionGroup,
  );
  await raises(
    "UpdateConnectionGroup with the version before",
    cloudfront.PreconditionFailed,
    412,
    update({}),
  );
  await raises(
    "UpdateConnectionGroup of an unknown group",
    cloudfront.EntityNotFound,
    404,
    update({ Id: `cg_${"0".repeat(27)}` }),
  );
  await client.send(new cloudfront.DeleteConnectionGroupCommand({ Id, IfMatch: answer?.ETag }));
}

async function domains(client) {
  const key = (digit) => ({
    KmsKeyId: `arn:aws:kms:us-east-1:123456789012:key/${digit.repeat(8)}-2222-3333-4444-555555555555`,
  });
  const create = async (Name) =>
    (
      await client.send(
        new voiceId.CreateDomainCommand({
          Name,
          Description: "before",
          ServerSideEncryptionConfiguration: key("1"),
        }),
      )
    ).Domain;
  const domain = await create("javascript"),
    other = await create("javascript-other");
  const update = (input) => () =>
    client.send(
      new voiceId.UpdateDomainCommand({
        DomainId: domain.DomainId,
        Name: "later",
        ServerSideEncryptionConfiguration: key("1"),
        ...input,
      }),
    );
  const answer = await succeeds("UpdateDomain success", 200, update({}), {
    "Domain.DomainId": domain.DomainId,
    "Domain.Name": "later",
    "Domain.Description": undefined,
    "Domain.Arn": domain.Arn,
    "Domain.CreatedAt": domain.CreatedAt,
    "Domain.UpdatedAt": Date,
    "Domain.DomainStatus": "ACTIVE",
    "Domain.ServerSideEncryptionConfiguration": key("1"),
  });
  const read = await client.send(new voiceId.DescribeDomainCommand({ DomainId: domain.DomainId }));
  equal("UpdateDomain: what is read back", answer?.Domain, read.Domain);
  await raises(
    "UpdateDomain of an unknown domain",
    voiceId.ResourceNotFoundException,
    404,
    update({ DomainId: "0".repeat(22) }),
    { ResourceType: "DOMAIN" },
  );
  for (const { DomainId } of [domain, other])
    await client.send(new voiceId.DeleteDomainCommand({ DomainId }));
}

mkdirSync(work, { recursive: true });
const profile = join(work, `serve-${process.pid}.json`);
const server = spawn(
  process.env.HALLMARK ?? join(root, "build/release/hallmark"),
  [
    "serve",
    "--port",
    "0",
    "--target-file",
    profile,
    "chime-sdk-voice",
    "cloudfront",
    "voice-id",
    ...process.argv.slice(2),
  ],
  { cwd: root, stdio: ["ignore", "pipe", "inherit"] },
);
const ended = new Promise((done) => {
  server.on("exit", done);
  server.on("error", done);
});
process.on("exit", () => {
  server.kill();
  rmSync(profile, { force: true });
});
process.on("SIGTERM", () => process.exit(143));
let said = "";
const started = new Promise((done) =>
  server.stdout.setEncoding("utf8").on("data", (text) => {
    said += text;
    if (/^target profile:.*\n/m.test(said)) done();
  }),
);
await Promise.race([started, ended]);
if (!existsSync(profile)) {
  fail("hallmark serve", "a target profile", said || "it did not start");
} else {
  const target = JSON.parse(readFileSync(profile));
  const options = (service) => ({
    region: target.region,
    endpoint: target.endpoints[service],
    maxAttempts: 1,
    credentials: {
      accessKeyId: target.identities.default.access_key_id,
      secretAccessKey: target.identities.default.secret_access_key,
    },
  });
  const version = (name) =>
    JSON.parse(readFileSync(join(work, "javascript/node_modules/@aws-sdk", name, "package.json"))).version;
  for (const [service, name, Client, program] of [
    ["chime-sdk-voice", "client-chime-sdk-voice", voice.ChimeSDKVoiceClient, chimeSdkVoice],
    ["cloudfront", "client-cloudfront", cloudfront.CloudFrontClient, connectionGroups],
    ["voice-id", "client-voice-id", voiceId.VoiceIDClient, domains],
  ]) {
    console.log(`${service} (@aws-sdk/${name} ${version(name)}, node ${process.version})`);
    try {
      await program(new Client(options(service)));
    } catch (error) {
      fail(service, "calls that set the stage succeed", `${error.name}: ${error.message}`);
    }
  }
  server.kill("SIGTERM");
  await ended;
  equal("resources left at the endpoint", "0", /answered, (\d+) resources/.exec(said)?.[1]);
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed || !passed ? 1 : 0);
