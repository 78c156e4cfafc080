package org.apportion.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apportion.model.CostBasis;
import org.apportion.model.configuration.Configuration;
import org.apportion.model.organization.Directory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplainTest {
    @TempDir
    static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static MonthLake lake;

    @SuppressWarnings("NullAway.Init")
    private static Reports reports;

    @BeforeAll
    static void runTheMonth() {
        lake = new MonthLake(folder, ShopMonth.data(), ShopMonth.organization(), CostBasis.BILLED)
                .run(ShopMonth.data(), ShopMonth.priceLines());
        reports = lake.open();
    }

    @AfterAll
    static void close() {
        reports.close();
    }

    /** All sentences of one kind, in order. */
    private static List<String> texts(ExplanationNode node, String kind) {
        List<String> texts = new ArrayList<>();
        if (node.kind().equals(kind)) {
            texts.add(node.text());
        }
        node.children().forEach(child -> texts.addAll(texts(child, kind)));
        return texts;
    }

    private static String charge(String word, String value) {
        ReportTable charges = reports.charges(ChargeQuery.of(ShopMonth.MONTH).where(word, value));
        return String.valueOf(charges.rows().get(0).get(0));
    }

    @Test
    void aChargeLeadsToItsRowsSamplesAndArithmetic() {
        ExplanationNode node = reports.explain(charge("consumer", "principal:a"));

        assertThat(node.text()).isEqualTo("7.50 EUR for principal:a on 2026-10-01, for cluster, paid by team-a.");
        assertThat(texts(node, "owner"))
                .containsExactly(
                        "principal:a belongs to team-a (Team A < Shop): says the directory, directory.csv:2, at all"
                                + " times.");
        assertThat(texts(node, "rule"))
                .containsExactly(
                        "Rule 'cluster' version 1 took the records, since ServiceName == 'Kubernetes' (rules.yaml:2:5).");
        assertThat(texts(node, "cell"))
                .containsExactly("From 2026-10-01T10:00Z to 2026-10-01T11:00Z: 7.50 EUR of 10.00 EUR, which is 75 %.");
        assertThat(texts(node, "weight"))
                .containsExactly("a has 3000000000 of the weight 4000000000 (75 %), entry 1 of 2: ⌊10000000000000 ·"
                        + " 3000000000 / 4000000000⌋ − ⌊10000000000000 · 0 / 4000000000⌋ = 7500000000000 units.");
        assertThat(texts(node, "sample"))
                .containsExactly(
                        "cpu 3 in the hour from 2026-10-01T10:00Z, file 0000000000000000 of source usage row 1.");
        assertThat(texts(node, "record"))
                .containsExactly("file 0000000000000000 of source bill row 1: 10.00 EUR in this cell; 7.50 EUR of it is"
                        + " charged here.");
        assertThat(texts(node, "price-step"))
                .containsExactly("cost → 7.50 EUR.", "multiply: price markup, factor 1.1 → 8.25 EUR.");
        assertThat(texts(node, "proof")).containsExactly("recomputed: equal, 7.5 EUR.");
    }

    @Test
    void anUnallocatedChargeSaysWhyAndWhatWouldHelp() {
        ExplanationNode node = reports.explain(charge("reason", "no_usage"));

        assertThat(texts(node, "passed"))
                .containsExactly("Tier 1, metric, found nobody: there is no sample above zero of cpu for 'cluster' from"
                        + " 2026-10-01T11:00Z to 2026-10-01T12:00Z.");
        assertThat(texts(node, "remedy"))
                .singleElement()
                .asString()
                .startsWith("Unallocated, no_usage. Import usage of cpu");
        assertThat(texts(node, "proof")).containsExactly("recomputed: equal, 5 EUR.");
    }

    @Test
    void aTagSaysWhereItComesFrom() {
        assertThat(texts(reports.explain(charge("tag:team", "x")), "tag"))
                .containsExactly("Tag team=x comes from the resource.");
    }

    @Test
    void theBeginningOfAnIdIsEnough() {
        String id = charge("consumer", "principal:a");

        assertThat(reports.explain(id.substring(0, 6))).isEqualTo(reports.explain(id));
    }

    @Test
    void aRecordSaysToWhomItWent() {
        ExplanationNode node = reports.explain("record:1");

        assertThat(texts(node, "charge"))
                .containsExactly(
                        "7.50 EUR (75 %) to principal:a, paid by team-a, on 2026-10-01: charge "
                                + charge("consumer", "principal:a") + ".",
                        "2.50 EUR (25 %) to principal:b, unallocated, on 2026-10-01: charge "
                                + charge("consumer", "principal:b") + ".");
        assertThat(texts(node, "proof")).containsExactly("recomputed: equal, the shares sum to 10 EUR.");
    }

    @Test
    void aUnitsMonthShowsUnitsBelowItToo() {
        ExplanationNode node = reports.explain("unit:shop 2026-10");

        assertThat(node.text()).isEqualTo("Shop and the 2 units below it used 7.50 EUR and 4.00 USD in 2026-10.");
        assertThat(texts(node, "charge")).hasSize(2);
        assertThat(texts(node, "price")).hasSize(1);
    }

    @Test
    void aChangedDirectoryIsTold() {
        Configuration now = lake.configuration();
        Configuration changed = now.copy()
                .directory(Directory.EMPTY)
                .fingerprints(Map.of("rules", "1", "directory", "2", "tags", "1"))
                .build();
        try (Reports later = lake.open(changed)) {
            ExplanationNode node = later.explain(charge("consumer", "principal:a"));

            assertThat(texts(node, "owner"))
                    .containsExactly("On 2026-10-01 the directory knows no unit for principal:a.");
            assertThat(texts(node, "changed"))
                    .containsExactly(
                            "The configuration has changed since run 2026-10-1 in directory; the rule is shown as it is now.");
            String remark =
                    "Owners are those of directory and organization as they are now, which have changed since run"
                            + " 2026-10-1. The files that it published have the owners of then; run the month again to bring both"
                            + " together.";
            Months october = Months.of(ShopMonth.MONTH);
            assertThat(later.costs(CostQuery.of(ShopMonth.MONTH).by("team")).notes())
                    .contains(remark);
            assertThat(later.charges(new ChargeQuery(october, List.of(), 3)).notes())
                    .contains(remark);
            assertThat(later.unallocated(ShopMonth.MONTH, 3).notes()).contains(remark);
        }
    }

    @Test
    void unreadableAndUnknownQuestionsAreRefusedWithHelp() {
        assertThatThrownBy(() -> reports.explain("what?")).hasMessageStartingWith("REPORT_QUESTION_UNREADABLE what?: ");
        assertThatThrownBy(() -> reports.explain("0123456789abcde"))
                .hasMessageStartingWith("REPORT_NOT_FOUND 0123456789abcde: no charge of 2026-10 has an id");
        assertThatThrownBy(() -> reports.explain("unit:team-b 2026-10"))
                .hasMessage("REPORT_NOT_FOUND unit:team-b: there is no such unit. Did you mean 'unit:team-a'?");
        assertThatThrownBy(() -> reports.explain("unit:shop 2026-01"))
                .hasMessageStartingWith("REPORT_NO_RUN 2026-01: ");
        assertThatThrownBy(() -> reports.explain("record:99")).hasMessageStartingWith("REPORT_NOT_FOUND record:99: ");
        assertThatThrownBy(() -> reports.explain("bill.csv:1"))
                .hasMessageStartingWith("REPORT_NOT_FOUND bill.csv:1: no current delivery has a file of this name.");
    }
}
