#!/usr/bin/env bash
# What stands for a project's own integration tests: the AWS CLI, told by AWS_ENDPOINT_URL alone where it goes.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# Version 1 goes to queue.amazonaws.com whatever AWS_ENDPOINT_URL says.
sqs() { aws --endpoint-url "$AWS_ENDPOINT_URL" sqs "$@"; }
refused() { if "$@" >"$work/out" 2>&1; then echo "accepted: $*" >&2; exit 1; fi; }

aws s3 mb s3://proxied-cli
head -c 9000000 /dev/zero >"$work/large"
aws s3 cp --quiet "$work/large" s3://proxied-cli/large  # in parts
aws s3 cp --quiet s3://proxied-cli/large "$work/back"
cmp "$work/large" "$work/back"
aws s3 ls s3://proxied-cli
refused aws s3api head-object --bucket proxied-cli --key absent
aws s3 rb --force s3://proxied-cli

url=$(sqs create-queue --queue-name proxied-cli --query QueueUrl --output text)
sqs send-message --queue-url "$url" --message-body hello
sqs receive-message --queue-url "$url"
refused sqs get-queue-url --queue-name proxied-absent
sqs delete-queue --queue-url "$url"

aws dynamodb create-table --table-name proxied-cli --attribute-definitions AttributeName=k,AttributeType=S \
  --key-schema AttributeName=k,KeyType=HASH --billing-mode PAY_PER_REQUEST
aws dynamodb put-item --table-name proxied-cli --item '{"k":{"S":"a"}}'
aws dynamodb scan --table-name proxied-cli
refused aws dynamodb describe-table --table-name proxied-absent
aws dynamodb delete-table --table-name proxied-cli
aws sts get-caller-identity
