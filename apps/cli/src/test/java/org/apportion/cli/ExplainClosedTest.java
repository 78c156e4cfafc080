package org.apportion.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What charges of a closed month say of themselves when owners, usage and bills have changed since. */
class ExplainClosedTest {
    private static final String HEADING = "ChargePeriodStart,ChargePeriodEnd,BilledCost,BillingCurrency,ServiceName,"
            + "SubAccountId,ResourceId,ChargeCategory\n";
    private static final String USAGE = "hour,resource,consumer,metric,value,unit\n"
            + "2026-07-03T01:00:00Z,db,p1,q,1,x\n2026-07-03T01:00:00Z,db,p2,q,3,x\n";

    @TempDir
    private Path folder = Path.of(".");

    private Company company = Company.at(folder);

    @BeforeEach
    void closeJuly() {
        company = Company.at(folder);
        company.write("apportion.yaml", """
                currency: EUR
                engine: {threads: 1, memory-limit: 256MB}
                sources:
                  - {id: cloud, path: "bills/*.csv", mapping: generic, slicing: file}
                  - {id: use, kind: usage, path: "usage/*.csv", slicing: file}
                organization:
                  units: [{id: shop}, {id: data}, {id: ml}]
                directory:
                  entries:
                    - {account: "2", unit: data}
                    - {principal: p1, unit: shop}
                    - {principal: p2, unit: data}
                rules:
                  - id: db
                    when: ServiceName == 'DB'
                    tiers: [{metric: q}]
                  - pool: tax
                    when: ChargeCategory == 'Tax'
                    tiers: [{allocated: all}]
                  - {id: accounts, tiers: [{direct: account}]}
                prices:
                  multipliers:
                    - {id: m, markup: 10 %}
                """, 1);
        july("8.00", 1_000);
        usage(USAGE, 1_000);
        company.write("bills/august.csv", HEADING + "2026-08-01,2026-08-02,5.00,EUR,Compute,2,c1,Usage\n", 1_000);
        run("run", "--month", "2026-07", "--quiet");
        run("periods", "close", "--month", "2026-07");
    }

    /** DB of the 3rd; Compute of the 2nd is 20.00, tax of the month 2.80. */
    private void july(String db, long modified) {
        company.write(
                "bills/july.csv",
                HEADING
                        + "2026-07-02,2026-07-03,20.00,EUR,Compute,2,c1,Usage\n2026-07-03T01:00:00Z,2026-07-03T02:00:00Z,"
                        + db + ",EUR,DB,3,db,Usage\n2026-07-01,2026-08-01,2.80,EUR,Tax,9,,Tax\n",
                modified);
    }

    private void usage(String text, long modified) {
        company.write("usage/july.csv", text, modified);
    }

    @Test
    void anOwnerAndItsPriceLineAreThoseOfTheClosing() {
        String charge = charge("data", "2026-07", "account:2 on 2026-07-02");
        company.configure("{account: \"2\", unit: data}", "{account: \"2\", unit: ml}");
        run("run", "--month", "2026-08", "--quiet");

        String told = run("explain", charge);

        assertThat(told)
                .startsWith("20.00 EUR for account:2 on 2026-07-02, for c1, paid by data.")
                .contains("account:2 belongs to data (data): says the directory with which 2026-07 was closed, ")
                .contains("20.00 EUR of cost becomes 22.00 EUR for Compute, 2.")
                .contains("20.00 EUR for ml, booked in 2026-08: from 0 to 20.00, by owner.")
                .contains("recomputed: equal, 20 EUR.")
                .doesNotContain("service route", "The configuration has changed");
    }

    @Test
    void aUnitThatIsNoMoreIsExplainedInTheMonthThatKnewIt() {
        company.configure("{id: data}", "{id: lab}");
        company.configure("unit: data}", "unit: lab}");
        run("run", "--month", "2026-08", "--quiet");

        assertThat(run("explain", "unit:data 2026-07")).contains("data used 28.60 EUR in 2026-07.");
    }

    @Test
    void anOpenMonthWhoseOwnersChangedSaysThatItsPriceLinesAreOlder() {
        run("run", "--month", "2026-08", "--quiet");
        String charge = charge("data", "2026-08", "account:2");
        company.configure("{account: \"2\", unit: data}", "{account: \"2\", unit: ml}");

        assertThat(run("explain", charge))
                .contains("paid by ml.", "Run 2026-08-1 asked this cost of whoever owned it then")
                .doesNotContain("service route");
    }

    /** 8.00 was split 1 to 3; with 4 of p9 it is split 1 to 3 to 4. */
    @Test
    void aConsumerThatCameLateIsDerivedDownToTheSample() {
        usage(USAGE + "2026-07-03T01:00:00Z,db,p9,q,4,x\n", 2_000);
        run("run", "--month", "2026-08", "--quiet");

        String told = run("explain", correction("2026-08", "principal:p9", "DB"));

        assertThat(told)
                .startsWith("This charge of principal:p9 on 2026-07-03 was not there when 2026-07 was closed.")
                .contains("4.00 EUR for (no_unit), booked in 2026-08: from 0 to 4.00, by usage")
                .contains("Run 2026-08-1 split 2026-07 again; since then the charge is 4.00 EUR:")
                .contains("On 2026-07-03 the directory knows no unit for principal:p9.")
                .contains("Rule 'db' version 1 took the records")
                .contains("4.00 EUR of 8.00 EUR, which is 50 %.")
                .contains("bills/july.csv row 2: 8.00 EUR in this cell")
                .contains("q 4 x in the hour from 2026-07-03T01:00Z, ", "usage/july.csv row 3.")
                .contains("recomputed: equal, 4 EUR.");
    }

    /** DB is 16.00 instead of 8.00, so p2 has 12.00 instead of 6.00. */
    @Test
    void aCorrectedChargeTellsItsNewAmountBesideTheClosedOne() {
        String charge = charge("data", "2026-07", "principal:p2 on 2026-07-03");
        july("16.00", 2_000);
        run("run", "--month", "2026-08", "--quiet");

        assertThat(run("explain", charge))
                .startsWith("6.00 EUR for principal:p2 on 2026-07-03, for db, paid by data.")
                .contains("6.00 EUR for data, booked in 2026-08: from 6.00 to 12.00, by delivery")
                .contains("12.00 EUR of 16.00 EUR, which is 75 %.", "recomputed: equal, 12 EUR.")
                .contains("6.00 EUR of 8.00 EUR, which is 75 %.", "recomputed: equal, 6 EUR.")
                .contains("(correction, account route): 6.00 EUR of cost becomes 6.60 EUR for DB, 3.");
    }

    /** Tax of 2.80 on 20 + 16 of DB: p2 has 12 of 36. */
    @Test
    void aPoolIsDerivedFromWhatIsChargedByNow() {
        july("16.00", 2_000);
        run("run", "--month", "2026-08", "--quiet");

        assertThat(run("explain", correction("2026-08", "principal:p2", "Tax")))
                .contains("principal:p2 has 12000000000000 of the weight 36000000000000 (33.33 %)")
                .contains("12.00 EUR by rule 'db' in 1 charge")
                .contains("recomputed: equal, 0.933333333334 EUR.")
                .doesNotContain("recomputed: differs");
    }

    /** Account 4 came in August, and with it its tag; in September tax grows from 2.80 to 4.20, all of it for the one with a team. */
    @Test
    void aPoolThatIsCorrectedAgainKnowsTagsThatAnEarlierCorrectionBrought() {
        company.configure("allocated: all", "allocated: {when: \"'team' in Tags\"}");
        company.write(
                "bills/late.csv",
                HEADING.replace("\n", ",Tags\n")
                        + "2026-07-02,2026-07-03,10.00,EUR,Compute,4,c4,Usage,\"{\"\"team\"\": \"\"x\"\"}\"\n",
                2_000);
        run("run", "--month", "2026-08", "--quiet");
        run("periods", "close", "--month", "2026-08");
        company.write("bills/tax.csv", HEADING + "2026-07-01,2026-08-01,1.40,EUR,Tax,9,,Tax\n", 3_000);
        company.write("bills/september.csv", HEADING + "2026-09-01,2026-09-02,5.00,EUR,Compute,2,c1,Usage\n", 3_000);
        run("run", "--month", "2026-09", "--quiet");

        assertThat(run("explain", correction("2026-09", "account:4", "Tax")))
                .contains("1.40 EUR for (no_unit), booked in 2026-09: from 2.80 to 4.20")
                .contains("10.00 EUR by rule 'accounts' in 1 charge", "recomputed: equal, 4.2 EUR.")
                .doesNotContain("recomputed: differs");
    }

    /** The price becomes 20 % after closing: no cost changes, and shop is asked 2.00 EUR x 10 % more. */
    @Test
    void aPriceChangedForThePastIsToldThoughNoCostChanges() {
        company.configure("markup: 10 %", "markup: 20 %");
        run("run", "--month", "2026-08", "--quiet");

        assertThat(run("periods", "corrections", "--month", "2026-08"))
                .contains("booked no corrections of charges", "This is cost.", "3.08 EUR; see", "--priced");
        assertThat(run("periods", "corrections", "--month", "2026-08", "--priced", "--output", "csv"))
                .startsWith("unit,of_month,service,component,cause,cost,cost_currency,amount,currency")
                .contains("shop,2026-07,DB,,prices,0")
                .contains(",EUR,0.20");
    }

    /** Nobody used it any more but p1. */
    @Test
    void aChargeThatIsNoMoreIsComputedToNothing() {
        String charge = charge("data", "2026-07", "principal:p2 on 2026-07-03");
        usage(USAGE.replace("2026-07-03T01:00:00Z,db,p2,q,3,x\n", ""), 2_000);
        run("run", "--month", "2026-08", "--quiet");

        assertThat(run("explain", charge))
                .contains("from 6.00 to 0, by usage")
                .contains("since then the charge is 0 EUR:", "No cell of these records leads to this charge.")
                .contains("recomputed: equal, 0 EUR.", "recomputed: equal, 6 EUR.");
    }

    /** The id of a unit's largest charge for whom this says. */
    private String charge(String unit, String month, String whom) {
        Matcher found = Pattern.compile("for " + whom + ".*: charge ([0-9a-f]{15})")
                .matcher(run("explain", "unit:" + unit + " " + month));
        assertThat(found.find()).isTrue();
        return found.group(1);
    }

    /** The id of the correction with this consumer and service. */
    private String correction(String month, String whom, String service) {
        Matcher found = Pattern.compile("(?m)^([0-9a-f]{15}),.*," + whom + "," + service + ",")
                .matcher(run("periods", "corrections", "--month", month, "--charges", "--output", "csv"));
        assertThat(found.find()).isTrue();
        return found.group(1);
    }

    private String run(String... arguments) {
        String[] all = Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = "--config";
        all[arguments.length + 1] = company.config();
        Cli.Answer answer = Cli.run(all);
        assertThat(answer.code()).as(answer.err()).isZero();
        return answer.out();
    }
}
