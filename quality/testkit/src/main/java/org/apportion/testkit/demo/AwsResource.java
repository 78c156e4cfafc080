package org.apportion.testkit.demo;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/**
 * A resource that is billed once a day.
 *
 * @param quantity about so much on a working day
 * @param rate USD per unit
 * @param tags as JSON, with the keys as teams happen to write them
 */
record AwsResource(
        String account,
        String product,
        String usageType,
        String operation,
        String id,
        String quantity,
        String unit,
        String rate,
        String tags) {
    private static final String ARN = "arn:aws:%s:eu-central-1:%s:%s";
    private static final Map<String, String> PRODUCTS = Map.ofEntries(
            Map.entry("AmazonEC2", "Amazon Elastic Compute Cloud"),
            Map.entry("AmazonRDS", "Amazon Relational Database Service"),
            Map.entry("AmazonS3", "Amazon Simple Storage Service"),
            Map.entry("AWSLambda", "AWS Lambda"),
            Map.entry("AmazonCloudFront", "Amazon CloudFront"),
            Map.entry("AmazonEKS", "Amazon Elastic Kubernetes Service"),
            Map.entry("AmazonMSK", "Amazon Managed Streaming for Apache Kafka"),
            Map.entry("AmazonES", "Amazon OpenSearch Service"),
            Map.entry("AmazonCloudWatch", "AmazonCloudWatch"),
            Map.entry("AmazonVPC", "Amazon Virtual Private Cloud"),
            Map.entry("AmazonElastiCache", "Amazon ElastiCache"),
            Map.entry("AWSSupportBusiness", "AWS Support (Business)"),
            Map.entry("ComputeSavingsPlans", "Savings Plans for AWS Compute usage"));

    static final List<AwsResource> ALL = List.of(
            of(
                    AwsBill.SHARED,
                    "AmazonEKS",
                    "EUC1-AmazonEKS-Hours:perCluster",
                    "eks:cluster/shop",
                    "24",
                    "Hours",
                    "0.1000000000",
                    tag("cluster", "shop")),
            of(
                    AwsBill.SHARED,
                    "AmazonMSK",
                    "EUC1-Kafka.m5.2xlarge",
                    "kafka:cluster/events",
                    "72",
                    "hours",
                    "0.9840000000",
                    "{}"),
            of(
                    AwsBill.SHARED,
                    "AmazonMSK",
                    "EUC1-Kafka.Storage.GP2",
                    "kafka:cluster/events",
                    "193.54838710",
                    "GB-Mo",
                    "0.1190000000",
                    "{}"),
            of(
                    AwsBill.SHARED,
                    "AmazonVPC",
                    "EUC1-NatGateway-Bytes",
                    "ec2:natgateway/nat-0shared",
                    "1840",
                    "GB",
                    "0.0520000000",
                    tag("team", "network")),
            of(
                    AwsBill.SHARED,
                    "AmazonCloudWatch",
                    "EUC1-DataProcessing-Bytes",
                    "logs:log-group/shared",
                    "612",
                    "GB",
                    "0.6300000000",
                    tag("owner-team", "observability")),
            of(
                    AwsBill.RETAIL,
                    "AmazonEC2",
                    "EUC1-BoxUsage:c6i.4xlarge",
                    "ec2:instance/i-0web01",
                    "192",
                    "Hrs",
                    "0.7760000000",
                    tag("Team", "web-shop")),
            of(
                    AwsBill.RETAIL,
                    "AmazonCloudFront",
                    "EU-DataTransfer-Out-Bytes",
                    "cloudfront:distribution/E1NORDWIND",
                    "9400",
                    "GB",
                    "0.0601234567",
                    tag("Team", "Web-Shop")),
            of(
                    AwsBill.RETAIL,
                    "AmazonRDS",
                    "EUC1-InstanceUsage:db.r6g.2xlarge",
                    "rds:db/checkout",
                    "48",
                    "Hrs",
                    "1.0340000000",
                    tag("team", "checkout")),
            of(
                    AwsBill.RETAIL,
                    "AmazonRDS",
                    "EUC1-RDS:GP3-Storage",
                    "rds:db/checkout",
                    "64.51612903",
                    "GB-Mo",
                    "0.1370000000",
                    tag("team", "checkout")),
            of(
                    AwsBill.RETAIL,
                    "AmazonES",
                    "EUC1-ESInstance:r6g.xlarge",
                    "es:domain/product-search",
                    "144",
                    "Hrs",
                    "0.4010000000",
                    tag("owner-team", "search")),
            of(
                    AwsBill.RETAIL,
                    "AmazonElastiCache",
                    "EUC1-NodeUsage:cache.r6g.large",
                    "elasticache:cluster/sessions",
                    "96",
                    "Hrs",
                    "0.2420000000",
                    tag("TEAM", "mobile-app")),
            of(
                    AwsBill.RETAIL,
                    "AWSLambda",
                    "EUC1-Lambda-GB-Second",
                    "lambda:function/price-rules",
                    "5200000",
                    "Lambda-GB-Second",
                    "0.0000166667",
                    tag("team", "pricing-engine")),
            of(
                    AwsBill.RETAIL,
                    "AmazonS3",
                    "EUC1-TimedStorage-ByteHrs",
                    "s3:nordwind-product-images",
                    "2903.22580645",
                    "GB-Mo",
                    "0.0245000000",
                    tag("team", "content")),
            of(
                    AwsBill.RETAIL,
                    "AmazonEC2",
                    "EUC1-BoxUsage:m6i.2xlarge",
                    "ec2:instance/i-0reco01",
                    "96",
                    "Hrs",
                    "0.4600000000",
                    tag("team", "personalization")),
            of(
                    AwsBill.RETAIL,
                    "AWSLambda",
                    "EUC1-Lambda-GB-Second",
                    "lambda:function/coupons",
                    "910000",
                    "Lambda-GB-Second",
                    "0.0000166667",
                    tag("team", "promo")),
            of(
                    AwsBill.RETAIL,
                    "AmazonRDS",
                    "EUC1-InstanceUsage:db.t4g.large",
                    "rds:db/loyalty",
                    "24",
                    "Hrs",
                    "0.1560000000",
                    tag("team", "loyalty")),
            of(
                    AwsBill.RETAIL,
                    "AmazonEC2",
                    "EUC1-EBS:VolumeUsage.gp3",
                    "ec2:volume/vol-0orphan",
                    "83.87096774",
                    "GB-Mo",
                    "0.0952000000",
                    "{}"),
            of(
                    AwsBill.RETAIL_DEV,
                    "AmazonEC2",
                    "EUC1-BoxUsage:t3.xlarge",
                    "ec2:instance/i-0dev01",
                    "288",
                    "Hrs",
                    "0.1920000000",
                    "{}"),
            of(
                    AwsBill.RETAIL_DEV,
                    "AmazonEC2",
                    "EUC1-BoxUsage:t3.xlarge",
                    "ec2:instance/i-0dev02",
                    "168",
                    "Hrs",
                    "0.1920000000",
                    tag("team", "crm")),
            of(
                    AwsBill.DATA,
                    "AmazonS3",
                    "EUC1-TimedStorage-ByteHrs",
                    "s3:nordwind-lake",
                    "18064.51612903",
                    "GB-Mo",
                    "0.0245000000",
                    tag("Team", "data-platform")),
            of(
                    AwsBill.DATA,
                    "AmazonEC2",
                    "EUC1-SpotUsage:r6i.4xlarge",
                    "ec2:instance/i-0spark01",
                    "620",
                    "Hrs",
                    "0.3312345678",
                    tag("owner-team", "Data_Platform")),
            of(
                    AwsBill.DATA,
                    "AmazonEC2",
                    "EUC1-BoxUsage:g5.4xlarge",
                    "ec2:instance/i-0gpu01",
                    "20",
                    "Hrs",
                    "2.0300000000",
                    tag("team", "ghost-squad")),
            of(
                    AwsBill.SANDBOX,
                    "AmazonEC2",
                    "EUC1-BoxUsage:m5.large",
                    "ec2:instance/i-0try01",
                    "40",
                    "Hrs",
                    "0.1150000000",
                    "{}"),
            of(
                    AwsBill.SANDBOX,
                    "AmazonS3",
                    "EUC1-TimedStorage-ByteHrs",
                    "s3:nordwind-tryouts",
                    "96.77419355",
                    "GB-Mo",
                    "0.0245000000",
                    "{}"));

    static String productName(String product) {
        return PRODUCTS.getOrDefault(product, product);
    }

    /** The GPU machine was switched off on the 20th. */
    boolean runsOn(LocalDate day) {
        return !id.endsWith("i-0gpu01") || day.getDayOfMonth() < 20;
    }

    /** Runs around the clock or is stored: the same quantity each day. */
    boolean isSteady() {
        return List.of("Hours", "hours", "Hrs", "GB-Mo").contains(unit) && !usageType.contains("Spot");
    }

    private static AwsResource of(
            String account,
            String product,
            String usageType,
            String idTail,
            String quantity,
            String unit,
            String rate,
            String tags) {
        String[] serviceAndName = idTail.split(":", 2);
        String id = serviceAndName[0].equals("s3")
                ? "arn:aws:s3:::" + serviceAndName[1]
                : ARN.formatted(serviceAndName[0], account, serviceAndName[1]);
        String operation = usageType.contains("BoxUsage") || usageType.contains("SpotUsage") ? "RunInstances" : "";
        return new AwsResource(account, product, usageType, operation, id, quantity, unit, rate, tags);
    }

    private static String tag(String key, String value) {
        return "{\"user_" + key + "\":\"" + value + "\"}";
    }
}
