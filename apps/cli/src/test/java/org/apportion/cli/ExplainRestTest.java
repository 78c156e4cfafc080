package org.apportion.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows of a bundle's corrections that no unit pays. */
class ExplainRestTest {
    private static final String HEADING = "BillingAccountId,BillingCurrency,BillingPeriodStart,BillingPeriodEnd,"
            + "ChargePeriodStart,ChargePeriodEnd,ChargeCategory,ServiceName,ResourceId,BilledCost,EffectiveCost,ListCost,"
            + "ContractedCost,Tags\n";

    @TempDir
    private Path folder = Path.of(".");

    private static String bill(String month, String next, String list) {
        return HEADING + "000123,EUR," + month + "-01T00:00:00Z," + next + "-01T00:00:00Z," + month + "-01T00:00:00Z,"
                + month + "-01T01:00:00Z,Usage,Compute,vm-1,4.00,4.00," + list
                + ",4.00,\"{\"\"team\"\": \"\"shop\"\"}\"\n";
    }

    /** Two months with a bundle each, of which the first is closed. */
    private Company closedOctober(String list) {
        Company company = Company.in(folder);
        company.configure(
                "outputs:\n",
                "outputs:\n  - {id: focus, content: focus, path: \"out/{month}/focus\", focus: {accept: [bills]}}\n");
        company.write("bills/october.csv", bill("2026-10", "2026-11", list), 1_000);
        company.write("bills/november.csv", bill("2026-11", "2026-12", list), 1_000);
        run(company, "run", "--month", "2026-10", "--quiet");
        run(company, "periods", "close", "--month", "2026-10");
        return company;
    }

    /** Compute of October is charged 4.00 as before, but its list price turns out to be 5.00. */
    @Test
    void aRestLeadsToTheCostsAndRecordsBehindIt() {
        Company company = closedOctober("4.00");
        company.write("bills/october.csv", bill("2026-10", "2026-11", "5.00"), 2_000);
        run(company, "run", "--month", "2026-11", "--quiet");
        Matcher rest = Pattern.compile("records-\\d+")
                .matcher(company.text("out/2026-11/focus/cost_and_usage_corrections.csv"));
        assertThat(rest.find()).isTrue();

        String told = run(company, "explain", rest.group());

        assertThat(told)
                .contains("Compute of 2026-10, booked in 2026-11")
                .contains("ListCost: from 4.00 to 5.00 EUR.", "BilledCost: from 4.00 to 4.00 EUR.")
                .contains("bills/october.csv row 1");
    }

    @Test
    void anyOtherCorrectionOfABundleLeadsToItsCharge() {
        Company company = closedOctober("9.00");
        company.write("bills/october.csv", bill("2026-10", "2026-11", "9.00").replace("4.00", "6.00"), 2_000);
        run(company, "run", "--month", "2026-11", "--quiet");
        Matcher number = Pattern.compile("(?<![\\d-])\\d{15,19}(?!\\d)")
                .matcher(company.text("out/2026-11/focus/cost_and_usage_corrections.csv"));
        assertThat(number.find()).isTrue();

        String told = run(company, "explain", number.group());

        assertThat(told).contains("Since 2026-10 was closed, 2.00 EUR were booked for it in later months");
        assertThat(Cli.run("explain", "1", "--config", company.config()).err()).contains("REPORT_QUESTION_UNREADABLE");
    }

    @Test
    void aRestThatIsNoneIsSaid() {
        Company company = Company.in(folder);
        run(company, "run", "--month", "2026-10", "--quiet");

        Cli.Answer answer = Cli.run("explain", "records-1", "--config", company.config());

        assertThat(answer.code()).isEqualTo(2);
        assertThat(answer.err()).contains("REPORT_NOT_FOUND records-1", "x_Correction");
    }

    private static String run(Company company, String... arguments) {
        String[] all = Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = "--config";
        all[arguments.length + 1] = company.config();
        Cli.Answer answer = Cli.run(all);
        assertThat(answer.code()).as(answer.err()).isZero();
        return answer.out();
    }
}
