package org.apportion.testkit.year;

import java.time.LocalDate;
import java.time.YearMonth;

/** AWS bills as CUR 2.0 in USD: a Kafka cluster, machines with and without a tag, support, tax, a credit. */
final class AwsYear {
    private static final String HEADING =
            "line_item_unblended_cost,bill_payer_account_id,bill_billing_period_start_date,"
                    + "bill_billing_period_end_date,line_item_usage_account_id,line_item_line_item_type,line_item_usage_start_date,"
                    + "line_item_usage_end_date,line_item_product_code,line_item_usage_type,line_item_resource_id,"
                    + "line_item_usage_amount,pricing_unit,product_sku,pricing_rate_code,line_item_line_item_description,"
                    + "line_item_currency_code,identity_line_item_id,resource_tags\n";
    private static final String PAYER = "004200000001";

    private final YearMonth month;
    private final StringBuilder text = new StringBuilder(HEADING);
    private int lines;

    private AwsYear(YearMonth month) {
        this.month = month;
    }

    /** What a bill says at which time. */
    enum Version {
        /** As it is when the month ends; of January without tax. */
        FIRST,
        /** With tax. */
        INVOICE,
        /** Without one of the machines. */
        SHRUNK
    }

    static String bill(YearMonth month, Version version) {
        return new AwsYear(month).write(version);
    }

    private String write(Version version) {
        YearAmounts amounts = new YearAmounts("aws", month);
        for (LocalDate day : YearAmounts.days(month)) {
            line(amounts.between(40, 90), "004200000010", "Usage", day, "AmazonMSK", "events", "{}");
            line(
                    amounts.between(10, 30),
                    "004200000020",
                    "Usage",
                    day,
                    "AmazonEC2",
                    "i-shop",
                    "{\"user_Team\":\"shop\"}");
            line(
                    amounts.between(10, 30),
                    "004200000030",
                    "Usage",
                    day,
                    "AmazonEC2",
                    "i-data",
                    "{\"user_team\":\"data\"}");
            String gone = amounts.between(1, 9);
            if (version != Version.SHRUNK) {
                line(gone, "004200000030", "Usage", day, "AmazonEC2", "i-nobody", "{}");
            }
        }
        line(amounts.between(60, 70), PAYER, "Fee", null, "AWSSupportBusiness", "", "{}");
        line("-" + amounts.between(5, 9), "004200000020", "Credit", null, "AmazonEC2", "", "{}");
        String tax = amounts.between(50, 80);
        if (version != Version.FIRST || month.getMonthValue() > 1) {
            line(tax, PAYER, "Tax", null, "AmazonEC2", "", "{}");
        }
        return text.toString();
    }

    /** @param day null for the whole month */
    private void line(
            String cost,
            String account,
            String type,
            @org.jspecify.annotations.Nullable LocalDate day,
            String product,
            String resource,
            String tags) {
        String start = (day == null ? month.atDay(1) : day) + "T00:00:00Z";
        String end = (day == null ? month.plusMonths(1).atDay(1) : day.plusDays(1)) + "T00:00:00Z";
        text.append(String.join(
                        ",",
                        cost,
                        PAYER,
                        month.atDay(1) + "T00:00:00Z",
                        month.plusMonths(1).atDay(1) + "T00:00:00Z",
                        account,
                        type,
                        start,
                        end,
                        product,
                        type.equals("Tax") ? "" : product + "-hours",
                        resource,
                        quantity(type, "24", "1"),
                        quantity(type, "Hrs", "Months"),
                        type.equals("Tax") ? "" : product,
                        type.equals("Tax") ? "" : product + ".1",
                        product + " in eu-central-1",
                        "USD",
                        month + "-" + ++lines,
                        "\"" + tags.replace("\"", "\"\"") + "\""))
                .append('\n');
    }

    private static String quantity(String type, String ofUsage, String ofFee) {
        return switch (type) {
            case "Usage" -> ofUsage;
            case "Fee" -> ofFee;
            default -> "";
        };
    }
}
