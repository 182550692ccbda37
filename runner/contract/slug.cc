#include <algorithm>
#include <array>
#include <utility>

#include "contract/model.h"
#include "core/text.h"

namespace hallmark::contract {
namespace {

// Services whose SDK folder is not their sdkId in lower case with hyphens. Sorted.
constexpr std::array<std::pair<std::string_view, std::string_view>, 55> kFolders{{
    {"api-gateway", "apigateway"},
    {"app-mesh", "appmesh"},
    {"application-auto-scaling", "application-autoscaling"},
    {"application-discovery-service", "discovery"},
    {"auto-scaling", "autoscaling"},
    {"auto-scaling-plans", "autoscaling-plans"},
    {"cloudhsm-v2", "cloudhsmv2"},
    {"cloudsearch-domain", "cloudsearchdomain"},
    {"cloudwatch-logs", "logs"},
    {"cognito-identity-provider", "cognito-idp"},
    {"config-service", "config"},
    {"cost-and-usage-report-service", "cur"},
    {"cost-explorer", "ce"},
    {"data-pipeline", "datapipeline"},
    {"database-migration-service", "dms"},
    {"device-farm", "devicefarm"},
    {"direct-connect", "directconnect"},
    {"directory-service", "ds"},
    {"directory-service-data", "ds-data"},
    {"dynamodb-streams", "dynamodbstreams"},
    {"elastic-beanstalk", "elasticbeanstalk"},
    {"elastic-load-balancing", "elb"},
    {"elastic-load-balancing-v2", "elbv2"},
    {"elasticsearch-service", "es"},
    {"eventbridge", "events"},
    {"global-accelerator", "globalaccelerator"},
    {"iot-data-plane", "iot-data"},
    {"iot-events", "iotevents"},
    {"iot-events-data", "iotevents-data"},
    {"iot-jobs-data-plane", "iot-jobs-data"},
    {"iot-wireless", "iotwireless"},
    {"kinesis-analytics", "kinesisanalytics"},
    {"kinesis-analytics-v2", "kinesisanalyticsv2"},
    {"kinesis-video", "kinesisvideo"},
    {"lex-model-building-service", "lex-models"},
    {"lex-models-v2", "lexv2-models"},
    {"lex-runtime-service", "lex-runtime"},
    {"lex-runtime-v2", "lexv2-runtime"},
    {"machine-learning", "machinelearning"},
    {"marketplace-commerce-analytics", "marketplacecommerceanalytics"},
    {"marketplace-entitlement-service", "marketplace-entitlement"},
    {"marketplace-metering", "meteringmarketplace"},
    {"migration-hub", "mgh"},
    {"pinpoint-sms-voice", "sms-voice"},
    {"resource-groups-tagging-api", "resourcegroupstaggingapi"},
    {"route-53", "route53"},
    {"route-53-domains", "route53domains"},
    {"s3-control", "s3control"},
    {"secrets-manager", "secretsmanager"},
    {"serverlessapplicationrepository", "serverlessrepo"},
    {"service-catalog", "servicecatalog"},
    {"service-catalog-appregistry", "servicecatalog-appregistry"},
    {"sfn", "stepfunctions"},
    {"simpledb", "sdb"},
    {"storage-gateway", "storagegateway"},
}};

}  // namespace

std::string slug_of(std::string_view sdk_id) {
  std::string slug;
  bool gap = false;
  for (const char c : core::to_lower(sdk_id)) {
    const bool kept = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    if (kept) {
      if (gap && !slug.empty()) slug += '-';
      slug += c;
    }
    gap = !kept && (gap || c == ' ' || c == '_' || c == '/');
  }
  const auto found =
      std::lower_bound(kFolders.begin(), kFolders.end(), slug,
                       [](const auto& entry, const std::string& wanted) { return entry.first < wanted; });
  if (found != kFolders.end() && found->first == slug) return std::string(found->second);
  return slug;
}

}  // namespace hallmark::contract
