// What stands for a project's own integration tests: the AWS SDK for JavaScript, told by AWS_ENDPOINT_URL alone where
// it goes. Buckets stand in the path (an address takes nothing in front of it). HALLMARK_INTEROP: where npm installed it.
import assert from "node:assert";
import { createRequire } from "node:module";
import { Readable } from "node:stream";

const require = createRequire(process.env.HALLMARK_INTEROP + "/javascript/package.json");
const s3 = require("@aws-sdk/client-s3");
const sqs = require("@aws-sdk/client-sqs");
const dynamodb = require("@aws-sdk/client-dynamodb");

async function refused(promise, name) {
  await assert.rejects(promise, (error) => name.test(error.name) || assert.fail(`${error.name} came`));
}

async function objects() {
  const client = new s3.S3Client({ forcePathStyle: true });
  const Bucket = "proxied-javascript";
  await client.send(new s3.CreateBucketCommand({ Bucket }));
  await client.send(new s3.PutObjectCommand({ Bucket, Key: "a b", Body: "hello" }));
  // A stream of unknown digest: aws-chunked, with a checksum in the trailer.
  const body = Readable.from([Buffer.alloc(100000, 1), Buffer.alloc(100000, 2)]);
  await client.send(new s3.PutObjectCommand({ Bucket, Key: "stream", Body: body, ContentLength: 200000 }));
  const got = await client.send(new s3.GetObjectCommand({ Bucket, Key: "stream" }));
  assert.equal((await got.Body.transformToByteArray()).length, 200000);
  await client.send(new s3.ListObjectsV2Command({ Bucket }));
  await refused(client.send(new s3.HeadObjectCommand({ Bucket, Key: "absent" })), /NotFound/);
  for (const Key of ["a b", "stream"]) await client.send(new s3.DeleteObjectCommand({ Bucket, Key }));
  await client.send(new s3.DeleteBucketCommand({ Bucket }));
}

async function queues() {
  const client = new sqs.SQSClient({});
  const { QueueUrl } = await client.send(new sqs.CreateQueueCommand({ QueueName: "proxied-javascript" }));
  await Promise.all([1, 2, 3, 4, 5, 6, 7, 8].map((each) =>
    client.send(new sqs.SendMessageCommand({ QueueUrl, MessageBody: `message ${each}` }))));
  const { Messages } = await client.send(new sqs.ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
  assert.ok(Messages.length > 0);
  await refused(client.send(new sqs.GetQueueUrlCommand({ QueueName: "proxied-absent" })), /QueueDoesNotExist|NonExistentQueue/);
  await client.send(new sqs.DeleteQueueCommand({ QueueUrl }));
}

async function tables() {
  const client = new dynamodb.DynamoDBClient({});
  const TableName = "proxied-javascript";
  await client.send(new dynamodb.CreateTableCommand({
    TableName,
    AttributeDefinitions: [{ AttributeName: "k", AttributeType: "S" }],
    KeySchema: [{ AttributeName: "k", KeyType: "HASH" }],
    BillingMode: "PAY_PER_REQUEST",
  }));
  await client.send(new dynamodb.PutItemCommand({ TableName, Item: { k: { S: "a" } } }));
  await client.send(new dynamodb.GetItemCommand({ TableName, Key: { k: { S: "a" } } }));
  await refused(client.send(new dynamodb.DescribeTableCommand({ TableName: "proxied-absent" })), /ResourceNotFoundException/);
  await client.send(new dynamodb.DeleteTableCommand({ TableName }));
}

await objects();
await queues();
await tables();
