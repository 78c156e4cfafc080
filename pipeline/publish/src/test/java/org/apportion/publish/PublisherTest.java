package org.apportion.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import org.apportion.lake.OwnedCharges;
import org.apportion.model.ApportionException;
import org.apportion.model.BillingMonth;
import org.apportion.model.Consumer;
import org.apportion.model.Validity;
import org.apportion.model.configuration.Configuration.EngineSettings;
import org.apportion.model.organization.Directory;
import org.apportion.model.organization.DirectoryEntry;
import org.apportion.model.organization.Organization;
import org.apportion.model.organization.OrganizationUnit;
import org.apportion.model.output.ExportTemplate;
import org.apportion.model.output.ExportTemplate.TemplateColumn;
import org.apportion.model.output.OutputDefinition;
import org.apportion.model.output.OutputDefinition.Content;
import org.apportion.model.output.OutputDefinition.Format;
import org.apportion.model.price.Account;
import org.apportion.model.price.PriceBook;
import org.apportion.model.price.ServiceCustomer;
import org.apportion.model.table.GroupColumn;
import org.apportion.model.table.TableSchema;
import org.apportion.model.table.Tables;
import org.apportion.spi.Engine;
import org.apportion.spi.EngineProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublisherTest {
    private static final BillingMonth MONTH = BillingMonth.of(2026, 10);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private Engine engine;

    @BeforeEach
    void open() {
        engine = ServiceLoader.load(EngineProvider.class)
                .findFirst()
                .orElseThrow()
                .open(new EngineSettings("duckdb", "512MB", 1, folder.resolve("tmp")));
        engine.load(
                "groups",
                Tables.RECORD_GROUP.columns(),
                List.<Object[]>of(row(
                        Tables.RECORD_GROUP,
                        Map.of(
                                "billing_month",
                                "2026-10",
                                "record_group",
                                7L,
                                "x_GroupId",
                                70L,
                                "x_TagContext",
                                1L,
                                "rule",
                                "cluster",
                                "rule_version",
                                1,
                                GroupColumn.BILLING_CURRENCY.id(),
                                "EUR",
                                GroupColumn.SERVICE_NAME.id(),
                                "=cmd|' /C calc'!A0"))));
        // 10.1 = 6.000000000000000001 to a known team, 4.099999999999999999 to an unknown principal
        engine.load(
                "charges",
                Tables.CHARGE.columns(),
                List.of(charge("cart", "6.000000000000000001"), charge("who, \"ever\"", "4.099999999999999999")));
    }

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    void csvHoldsAllDigitsAndNoFormulas() throws IOException {
        PublishedFile file = publish(Content.CHARGES, Format.CSV, "charges.csv", Optional.empty());
        List<String> lines = Files.readAllLines(file.path());
        assertThat(lines).hasSize(3);
        assertThat(lines.get(1))
                .contains("6.000000000000000001")
                .contains("'=cmd|")
                .contains(",Retail,Cart,cart,1000,,");
        assertThat(lines.get(2)).contains("\"who, \"\"ever\"\"\"").contains("no_unit");
        assertThat(file.sums()).containsExactly(Map.entry("EUR", new BigDecimal("10.100000000000000000")));
    }

    @Test
    void manifestNamesRunRowsSumsAndHash() throws IOException {
        PublishedFile file = publish(Content.SUMMARY, Format.JSON, "summary-{month}-{run}.json", Optional.empty());
        assertThat(file.path()).hasFileName("summary-2026-10-2026-10-1.json");
        String manifest = Files.readString(folder.resolve("summary-2026-10-2026-10-1.json.manifest.json"));
        assertThat(manifest).contains("\"rows\": 2", "\"EUR\": \"10.1\"", "\"run\": \"2026-10-1\"", file.sha256());
    }

    @Test
    void parquetIsReadBackWithTheSameSum() {
        PublishedFile file = publish(Content.UNALLOCATED, Format.PARQUET, "u.parquet", Optional.empty());
        assertThat(file.rows()).isEqualTo(1);
        assertThat(file.sums().get("EUR")).isEqualByComparingTo("4.099999999999999999");
    }

    @Test
    void publishingAgainGivesTheSameBytes() throws IOException {
        byte[] first = Files.readAllBytes(publish(Content.CHARGES, Format.PARQUET, "c.parquet", Optional.empty())
                .path());
        byte[] again = Files.readAllBytes(publish(Content.CHARGES, Format.PARQUET, "c.parquet", Optional.empty())
                .path());
        assertThat(again).isEqualTo(first);
    }

    @Test
    void costCenterRowsAddUpToTheRoundedTotal() throws IOException {
        // 10.10 + 0.004 + 0.004 = 10.108, rounded 10.11: the cent goes to the first of the two largest remainders
        ExportTemplate template = new ExportTemplate(
                List.of(
                        new TemplateColumn("account", "{account}_{row}"),
                        new TemplateColumn("cc", "{cost-center}"),
                        new TemplateColumn("user", ""),
                        new TemplateColumn("product", "{product-number}"),
                        new TemplateColumn("amount", "{amount}")),
                List.of("account", "cost-center", "product-number"),
                2,
                RoundingMode.HALF_EVEN,
                ';',
                "CRLF",
                false,
                ',',
                "UTF-8",
                true);
        PublishedFile file = publish(Content.COST_CENTERS, Format.CSV, "sap.csv", Optional.of(template));
        assertThat(Files.readString(file.path(), StandardCharsets.UTF_8))
                .isEqualTo("111_1;1000;;P1;10,10\r\n222_2;;;;0,01\r\n333_3;;;;0,00\r\n");
        assertThat(file.sums().get("EUR")).isEqualByComparingTo("10.11");
    }

    @Test
    void unknownTemplateFieldIsNamedAndWritesNothing() {
        ExportTemplate template = new ExportTemplate(
                List.of(new TemplateColumn("x", "{nonsense}")),
                List.of("account"),
                2,
                RoundingMode.HALF_UP,
                ';',
                "LF",
                true,
                '.',
                "UTF-8",
                false);
        assertThatThrownBy(() -> publish(Content.COST_CENTERS, Format.CSV, "bad.csv", Optional.of(template)))
                .isInstanceOf(ApportionException.class)
                .hasMessageContaining("{nonsense}")
                .hasMessageContaining("account");
        assertThat(folder.resolve("bad.csv")).doesNotExist();
    }

    @Test
    void aFileThatIsNotOursIsNeverOverwritten() throws IOException {
        Files.writeString(folder.resolve("bill.csv"), "somebody's bill");
        assertThatThrownBy(() -> publish(Content.CHARGES, Format.CSV, "bill.csv", Optional.empty()))
                .hasMessageStartingWith("PUBLISH_FOREIGN_FILE");
        assertThat(folder.resolve("bill.csv")).hasContent("somebody's bill");
    }

    @Test
    void targetThatIsAFileOfAnotherKindChangesNothing() throws IOException {
        Files.writeString(folder.resolve("blocked"), "a file where a folder should be");
        assertThatThrownBy(() -> publish(Content.CHARGES, Format.CSV, "blocked/charges.csv", Optional.empty()))
                .hasMessageStartingWith("PUBLISH_NOT_WRITABLE");
        assertThat(folder.resolve("blocked")).hasContent("a file where a folder should be");
    }

    private PublishedFile publish(Content content, Format format, String name, Optional<ExportTemplate> template) {
        Organization organization = new Organization(List.of(
                new OrganizationUnit("retail", "Retail", "business-unit", null, "1000", null, List.of()),
                new OrganizationUnit("cart", "Cart", "team", "retail", null, null, List.of())));
        Directory directory =
                new Directory(List.of(new DirectoryEntry(Consumer.principal("cart"), "cart", Validity.ALWAYS, "d:1")));
        OwnedCharges owned = OwnedCharges.load(engine, organization, directory);
        PriceBook prices = new PriceBook(
                List.of(),
                List.of(new Account("111", null, "c1", "P1", Validity.ALWAYS)),
                List.of(new ServiceCustomer("c1", "Customer", "1000", null, null)),
                List.of(),
                List.of());
        engine.load(
                "lines",
                Tables.PRICE_LINE.columns(),
                List.of(line(1, "111", "10.1"), line(2, "222", "0.004"), line(3, "333", "0.004")));
        PublishInput input = new PublishInput(
                MONTH,
                "2026-10-1",
                owned.select("charges", "groups"),
                owned.levels(),
                "lines",
                organization,
                prices,
                "test",
                Map.of("rules", "abc"));
        OutputDefinition output = new OutputDefinition(
                "out", content, format, folder.resolve(name).toString(), template, "apportion.yaml:1:1");
        return new Publisher(engine).publish(output, input);
    }

    private static Object[] charge(String consumer, String amount) {
        return row(
                Tables.CHARGE,
                Map.of(
                        "billing_month",
                        "2026-10",
                        "record_group",
                        7L,
                        "day",
                        LocalDate.of(2026, 10, 3),
                        "part",
                        0,
                        "tier",
                        0,
                        "method",
                        "metric",
                        "consumer_kind",
                        "principal",
                        "consumer",
                        consumer,
                        "amount",
                        new BigDecimal(amount)));
    }

    private static Object[] line(int number, String account, String amount) {
        Map<String, Object> values = new java.util.HashMap<>(Map.of(
                "billing_month",
                "2026-10",
                "line",
                number,
                "kind",
                "cost",
                "route",
                "account",
                "account",
                account,
                "from_day",
                MONTH.firstDay(),
                "to_day",
                MONTH.endDay(),
                "cost",
                new BigDecimal(amount),
                "cost_currency",
                "EUR",
                "amount",
                new BigDecimal(amount)));
        values.put("currency", "EUR");
        values.put("steps", "[]");
        if (account.equals("111")) {
            values.put("customer", "c1");
        }
        return row(Tables.PRICE_LINE, values);
    }

    private static Object[] row(TableSchema table, Map<String, Object> values) {
        List<@Nullable Object> row = new ArrayList<>();
        table.columnNames().forEach(name -> row.add(values.get(name)));
        return row.toArray();
    }
}
