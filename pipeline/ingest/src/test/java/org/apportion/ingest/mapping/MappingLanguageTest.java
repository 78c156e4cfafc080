package org.apportion.ingest.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apportion.model.ApportionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MappingLanguageTest {
    private static final String HEADING = "BilledCost,BillingCurrency,ChargePeriodStart,ChargePeriodEnd,a,b,note\n";
    private static final String CELLS = "1,EUR,2026-01-01T00:00:00Z,2026-01-01T01:00:00Z,";

    @TempDir
    Path folder;

    private Mapping mapping(String columns) throws IOException {
        String text = "mapping: mine\nextends: generic\ncolumns:\n" + columns.indent(2);
        return Mappings.read(Files.writeString(folder.resolve("mine.yaml"), text));
    }

    private Object value(String column, String rule, String cells) throws IOException {
        try (Bill bill = Bill.csv(mapping(column + ": " + rule), HEADING + CELLS + cells + "\n", folder)) {
            return String.valueOf(bill.only().get(column));
        }
    }

    @Test
    void aListIsTheFirstThatHasAValue() throws IOException {
        assertThat(value("ResourceId", "[a, b]", ",second,")).isEqualTo("second");
        assertThat(value("ResourceId", "[missing, {value: it's}]", ",,")).isEqualTo("it's");
    }

    @Test
    void sumsCountWhatIsAbsentAsZero() throws IOException {
        assertThat(value("PricingQuantity", "{sum: [a, {negate: b}]}", "5,2,")).isEqualTo("3");
        assertThat(value("PricingQuantity", "{sum: [a, b]}", "5,,")).isEqualTo("5");
        assertThat(value("PricingQuantity", "{sum: [a, b]}", ",,")).isEqualTo("null");
    }

    /** 0.1 * 0.0000000003 = 0.00000000003; 10 / 3 ends after 18 decimals. */
    @Test
    void productsAndQuotientsAreExact() throws IOException {
        assertThat(value("ListCost", "{multiply: [a, b]}", "0.1,3e-10,")).isEqualTo("3E-11");
        assertThat(value("ListCost", "{divide: [a, b]}", "10,3,")).isEqualTo("3.333333333333333333");
        assertThat(value("ListCost", "{divide: [a, b]}", "10,0,")).isEqualTo("null");
    }

    @Test
    void textsAreCutAndJoined() throws IOException {
        assertThat(value("ResourceName", "{last-part: a, after: /}", "x/y/z,,")).isEqualTo("z");
        assertThat(value("ResourceName", "{extract: a, pattern: 'id=([0-9]+)'}", "id=42;,,"))
                .isEqualTo("42");
        assertThat(value("ResourceName", "{join: [a, {lower: b}], with: '-'}", "x,Y,"))
                .isEqualTo("x-y");
        assertThat(value("ResourceName", "{join: [a, b], with: '-'}", "x,,")).isEqualTo("null");
    }

    @Test
    void blocksOfUnitsAreRead() throws IOException {
        assertThat(value("PricingQuantity", "{block-size: a}", "100 Hours,,")).isEqualTo("1E+2");
        assertThat(value("PricingQuantity", "{block-size: a}", "10K,,")).isEqualTo("1E+4");
        assertThat(value("PricingUnit", "{block-unit: a}", "1 GB/Month,,")).isEqualTo("GB/Month");
        assertThat(value("PricingUnit", "{block-unit: a}", "10K,,")).isEqualTo("null");
    }

    @Test
    void conditionsIgnoreCaseAndAbsentCellsFailThem() throws IOException {
        String rule =
                "{when: [{if: {a: {starts-with: Unu}}, then: {value: unused}}, {if: {a: {present: true}}, then: a},"
                        + " {if: {not: {b: [x, y]}}, then: {value: neither}}, {else: {value: other}}]}";
        assertThat(value("ResourceId", rule, "UNUSED,,")).isEqualTo("unused");
        assertThat(value("ResourceId", rule, "used,,")).isEqualTo("used");
        assertThat(value("ResourceId", rule, ",,")).isEqualTo("neither");
        assertThat(value("ResourceId", rule, ",X,")).isEqualTo("other");
    }

    @Test
    void timesAreShifted() throws IOException {
        assertThat(value("ChargePeriodEnd", "{plus: a, days: 1}", "2024-02-28,,"))
                .isEqualTo("2024-02-29T00:00:00Z");
        assertThat(value("ChargePeriodEnd", "{plus: {month-start: a}, months: 1}", "2024-01-31,,"))
                .isEqualTo("2024-02-01T00:00:00Z");
        assertThat(value("ChargePeriodEnd", "{exclusive-end: a}", "2024-01-31T23:59:59Z,,"))
                .isEqualTo("2024-02-01T00:00:00Z");
        assertThat(value("ChargePeriodEnd", "a", "2024-01-01T00:00:00+02:00,,")).isEqualTo("2023-12-31T22:00:00Z");
    }

    @Test
    void timesWithoutOffsetFollowTheOptionTimeZone() throws IOException {
        String row = HEADING + "1,EUR,2026-07-01 00:00:00,2026-07-01T00:00:00Z,,,\n";
        try (Bill bill = Bill.csv(
                Mappings.shipped("generic"), row, folder, "t.csv", Map.of(), Map.of("time-zone", "Europe/Zurich"))) {
            assertThat(bill.only())
                    .containsEntry("ChargePeriodStart", Bill.time("2026-06-30T22:00:00Z"))
                    .containsEntry("ChargePeriodEnd", Bill.time("2026-07-01T00:00:00Z"));
        }
    }

    /** October begins in Berlin two hours before it does in UTC, and ends one hour before. */
    @Test
    void daysAndMonthsAreThoseOfTheOptionTimeZone() throws IOException {
        String row = HEADING + "1,EUR,2026-10-01 00:00:00,,,,\n1,EUR,2026-10-25 00:00:00,,,,\n";
        try (Bill bill = Bill.csv(
                Mappings.shipped("generic"), row, folder, "t.csv", Map.of(), Map.of("time-zone", "Europe/Berlin"))) {
            assertThat(bill.records())
                    .allSatisfy(record -> assertThat(record)
                            .containsEntry("BillingPeriodStart", Bill.time("2026-09-30T22:00:00Z"))
                            .containsEntry("BillingPeriodEnd", Bill.time("2026-10-31T23:00:00Z")))
                    .extracting(record -> record.get("ChargePeriodEnd"))
                    .containsExactly(Bill.time("2026-10-01T22:00:00Z"), Bill.time("2026-10-25T23:00:00Z"));
        }
    }

    @Test
    void unreadableCellsAreNamedByTheirColumn() {
        String rows = HEADING
                + "much,EUR,2026-13-01,2026-01-02,,,\n,,,,,,\n1e-19,EUR,2026-01-01,2026-01-02,,,\n1_000,EUR,2026-01-01,2026-01-02,,,\n";
        try (Bill bill = Bill.csv(Mappings.shipped("generic"), rows, folder)) {
            assertThat(bill.rejects())
                    .contains(
                            "ROW_NUMBER_UNREADABLE BilledCost",
                            "ROW_NUMBER_TOO_FINE BilledCost",
                            "ROW_TIME_UNREADABLE ChargePeriodStart");
        }
    }

    @Test
    void rowsWithoutANeededValueAreRejected() {
        try (Bill bill = Bill.csv(Mappings.shipped("generic"), HEADING + ",EUR,2026-01-01,2026-01-02,x,,\n", folder)) {
            assertThat(bill.rejects())
                    .containsExactly("ROW_VALUE_MISSING BilledCost", "ROW_VALUE_MISSING EffectiveCost");
        }
    }

    @Test
    void repeatedHeadingLinesAreJunk() {
        try (Bill bill = Bill.csv(Mappings.shipped("generic"), HEADING + CELLS + ",,\n" + HEADING, folder)) {
            assertThat(bill.records()).hasSize(1);
        }
    }

    @Test
    void textOfAFileNeverBecomesSql() throws IOException {
        String heading = HEADING.replace("note", "\"x\"\"; DROP TABLE bill; --\"");
        Mapping mapping = mapping(
                "ResourceId: \"x\\\"; DROP TABLE bill; --\"\nResourceName: {value: \"'; DROP TABLE bill; --\"}");
        try (Bill bill = Bill.csv(mapping, heading + CELLS + ",,safe\n", folder)) {
            assertThat(bill.only())
                    .containsEntry("ResourceId", "safe")
                    .containsEntry("ResourceName", "'; DROP TABLE bill; --");
        }
    }

    @Test
    void tagsComeFromObjectsPairsAndColumns() throws IOException {
        String text = """
                mapping: mine
                extends: generic
                tags:
                  - object: a
                  - pairs: b
                    prefix: p/
                  - columns: [tag_]
                    rename: {own_: ''}
                """;
        Mapping mapping = Mappings.read(Files.writeString(folder.resolve("mine.yaml"), text));
        String rows = HEADING.replace("note", "tag_own_x,tag_y") + CELLS
                + "\"{\"\"k\"\":\"\"1\"\"}\",\"[{\"\"key\"\":\"\"k\"\",\"\"value\"\":\"\"2\"\"}]\",3,\n";
        try (Bill bill = Bill.csv(mapping, rows, folder)) {
            assertThat(bill.only()).containsEntry("Tags", Map.of("k", "1", "p/k", "2", "x", "3"));
        }
    }

    @Test
    void unreadableTagsAreKeptAsOneTag() {
        String row = HEADING.replace("note", "Tags") + CELLS + ",,no tags at all\n";
        try (Bill bill = Bill.csv(Mappings.shipped("generic"), row, folder)) {
            assertThat(bill.rejects()).isEmpty();
            assertThat(bill.only()).containsEntry("Tags", Map.of("x_unreadable", "no tags at all"));
        }
    }

    @Test
    void aMappingCanBeWrittenInsideAConfiguration() {
        Map<String, Object> tree = Map.of(
                "mapping", "rack",
                "extends", "generic",
                "fields", Map.of("cost", "Betrag", "start", "Datum"));
        String text = "Datum,Betrag,BillingCurrency\n2026-01-05,19.90,CHF\n";
        try (Bill bill = Bill.csv(Mappings.inline(tree, "apportion.yaml:7:5"), text, folder)) {
            assertThat(bill.plan().mapping()).isEqualTo("rack@1");
            assertThat(bill.only())
                    .containsEntry("BilledCost", Bill.decimal("19.9"))
                    .containsEntry("EffectiveCost", Bill.decimal("19.9"))
                    .containsEntry("ChargePeriodEnd", Bill.time("2026-01-06T00:00:00Z"));
        }
    }

    @Test
    void allMistakesAreToldAtOnceWithTheirLines() throws IOException {
        String text = """
                mapping: mine
                verison: 1
                extends: generic
                columns:
                  BilledCosts: a
                  ListCost: {lower: a, by: b}
                  ChargePeriodEnd: {plus: a, days: one}
                  ResourceId: {lookup: nowhere, by: a, take: x}
                  ResourceName: {extract: a, pattern: '('}
                  RegionId: {when: [{if: {a: {like: x}}, then: a}]}
                """;
        Path file = Files.writeString(folder.resolve("mine.yaml"), text);
        assertThatThrownBy(() -> Mappings.read(file))
                .isInstanceOf(ApportionException.class)
                .hasMessageStartingWith("MAPPING_INVALID " + file + ": 7 mistakes:")
                .satisfies(error -> assertThat(error.getMessage())
                        .contains(
                                file + ":2:10 'verison' is no key of a mapping; did you mean 'version'?",
                                file + ":5:16 'BilledCosts' is no column of a cost record",
                                file + ":6:13 'by' is no part of 'lower'",
                                file + ":7:27 'one' is no whole number",
                                file + ":8:24 there is no lookup table 'nowhere'",
                                file + ":9:17 is no regular expression",
                                "'like' is no test"));
    }

    @Test
    void brokenYamlIsToldWithItsLine() throws IOException {
        Path file = Files.writeString(folder.resolve("mine.yaml"), "mapping: mine\ncolumns: [a\n");
        assertThatThrownBy(() -> Mappings.read(file)).hasMessageContaining(file + ":3:1 is no YAML");
    }

    @Test
    void unknownMappingsAreToldWithTheKnownOnes() {
        assertThatThrownBy(() -> Mappings.named("aws-cur-3"))
                .hasMessage("MAPPING_UNKNOWN mapping 'aws-cur-3': no such mapping is shipped. Use one of "
                        + Mappings.names() + ", auto, or the path of a mapping file.");
    }

    @Test
    void missingColumnsAreProblemsThatNameTheirHeadings() {
        try (Bill bill = Bill.csv(Mappings.shipped("focus"), "ServiceName\nx\n", folder)) {
            assertThat(bill.plan().problems())
                    .hasSize(6)
                    .contains(
                            "nothing gives EffectiveCost: found none of EffectiveCost, BilledCost; map it, or set it under"
                                    + " the source's constants");
        }
    }

    @Test
    void lookupTablesStandBesideAUsersMapping() throws IOException {
        Files.writeString(folder.resolve("teams.csv"), "Code,Name\nX1,Payments\n");
        assertThat(value("SubAccountName", "[{lookup: teams, by: a, take: Name}, {value: unknown}]", "x1,,"))
                .isEqualTo("Payments");
        assertThat(value("SubAccountName", "[{lookup: teams, by: a, take: Name}, {value: unknown}]", "x2,,"))
                .isEqualTo("unknown");
    }

    @Test
    void plansAreTheSameEachTime() {
        List<String> headings = List.of("BilledCost", "BillingCurrency", "ChargePeriodStart", "ChargePeriodEnd");
        try (org.apportion.spi.Engine engine = Bill.engine(folder)) {
            SourceLayout layout = SourceLayout.csv("a.csv", headings);
            assertThat(Mappings.shipped("focus").bind(layout, engine.dialect()))
                    .isEqualTo(Mappings.shipped("focus").bind(layout, engine.dialect()));
        }
    }
}
