"""What stands for a project's own integration tests: boto3, told by AWS_ENDPOINT_URL alone where it goes."""

import io

import boto3
from botocore.exceptions import ClientError


def refused(call, **arguments):
    try:
        call(**arguments)
    except ClientError as error:
        return error.response["Error"]["Code"]
    raise AssertionError("it was accepted")


def objects(s3):
    s3.create_bucket(Bucket="proxied-boto3")
    s3.put_object(Bucket="proxied-boto3", Key="a/b c", Body=b"hello", Metadata={"k": "v"}, ContentType="text/plain")
    assert s3.get_object(Bucket="proxied-boto3", Key="a/b c")["Body"].read() == b"hello"
    assert s3.head_object(Bucket="proxied-boto3", Key="a/b c")["Metadata"] == {"k": "v"}
    large = b"x" * (9 << 20)
    s3.upload_fileobj(io.BytesIO(large), "proxied-boto3", "large")  # in parts, on several connections
    assert s3.get_object(Bucket="proxied-boto3", Key="large")["Body"].read() == large
    assert s3.list_objects_v2(Bucket="proxied-boto3", MaxKeys=1)["IsTruncated"]
    assert refused(s3.get_object, Bucket="proxied-boto3", Key="absent") == "NoSuchKey"
    assert refused(s3.head_object, Bucket="proxied-boto3", Key="absent") == "404"
    assert refused(s3.list_objects_v2, Bucket="proxied-boto3-absent") == "NoSuchBucket"
    s3.delete_objects(Bucket="proxied-boto3", Delete={"Objects": [{"Key": "a/b c"}, {"Key": "large"}]})
    s3.delete_bucket(Bucket="proxied-boto3")


def queues(sqs):
    url = sqs.create_queue(QueueName="proxied-boto3", Attributes={"VisibilityTimeout": "0"})["QueueUrl"]
    sqs.send_message(QueueUrl=url, MessageBody="one")
    sqs.send_message_batch(QueueUrl=url, Entries=[{"Id": "a", "MessageBody": "two"}, {"Id": "b", "MessageBody": "three"}])
    message = sqs.receive_message(QueueUrl=url, AttributeNames=["All"])["Messages"][0]
    sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
    sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])
    sqs.list_queues(QueueNamePrefix="proxied")
    assert "NonExistentQueue" in refused(sqs.get_queue_url, QueueName="proxied-absent")
    sqs.delete_queue(QueueUrl=url)


def tables(dynamodb):
    dynamodb.create_table(
        TableName="proxied-boto3",
        AttributeDefinitions=[{"AttributeName": "k", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "k", "KeyType": "HASH"}],
        BillingMode="PAY_PER_REQUEST",
    )
    dynamodb.put_item(TableName="proxied-boto3", Item={"k": {"S": "a"}, "n": {"N": "7"}})
    assert dynamodb.get_item(TableName="proxied-boto3", Key={"k": {"S": "a"}})["Item"]["n"] == {"N": "7"}
    dynamodb.update_item(
        TableName="proxied-boto3",
        Key={"k": {"S": "a"}},
        UpdateExpression="SET n = n + :one",
        ExpressionAttributeValues={":one": {"N": "1"}},
        ReturnValues="ALL_NEW",
    )
    code = refused(
        dynamodb.put_item,
        TableName="proxied-boto3",
        Item={"k": {"S": "a"}},
        ConditionExpression="attribute_not_exists(k)",
    )
    assert code == "ConditionalCheckFailedException"
    assert refused(dynamodb.describe_table, TableName="proxied-absent") == "ResourceNotFoundException"
    dynamodb.scan(TableName="proxied-boto3")
    dynamodb.delete_table(TableName="proxied-boto3")


if __name__ == "__main__":
    objects(boto3.client("s3"))
    queues(boto3.client("sqs"))
    tables(boto3.client("dynamodb"))
