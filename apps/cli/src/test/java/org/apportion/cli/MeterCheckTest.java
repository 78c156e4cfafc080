package org.apportion.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code meter check} finds beyond the form of the file, and how {@code meter charges} takes its words. */
class MeterCheckTest {
    @TempDir
    private Path folder = Path.of("");

    private String config(String... lines) throws IOException {
        return Files.writeString(folder.resolve("config.yaml"), """
                version: 1.1.1
                query_interval: 3600
                reporting_interval: 3600
                api: no_data_query
                ledger: {url: "jdbc:sqlite:%s/ledger.db"}
                store: {name: local, folder: "%s/{product}"}
                usage_metrics:
                  users:
                    usage_aggregation: maximum
                    consumption_reporting: volume
                    dimensions: [{dimension: seats, max: 10}]
                %s
                """.formatted(folder, folder, String.join("\n", lines)))
                .toString();
    }

    @Test
    void datesThatAreAllPastAreTold() throws IOException {
        Cli.Answer answer = Cli.run(
                "meter",
                "check",
                "--config",
                config(
                        "billing_interval: fixed",
                        "billing_dates: 20200101",
                        "end_of_support: \"2020-01-01\"",
                        "marketplace: local"));

        assertThat(answer.out())
                .contains(
                        "warning: The product product has no date of billing_interval left: its usage is kept, but not"
                                + " billed. Add dates.");
    }

    @Test
    void theReceiverOfTheProcessAtWorkIsNoMistake() throws IOException {
        try (ServerSocket atWork = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Cli.Answer answer = Cli.run(
                    "meter",
                    "check",
                    "--config",
                    config(
                            "billing_interval: monthly",
                            "marketplace: local",
                            "usage: {name: cloudevents, listen: \"127.0.0.1:" + atWork.getLocalPort()
                                    + "\", users: \"level; type=a; value=/b\"}"));

            assertThat(answer.out()).doesNotContain("METER_EVENTS_ADDRESS").contains("The file can be used: ");
        }
    }

    @Test
    void volumeAboveTheLastMaxIsToldByItsMode() throws IOException {
        String documented = config("billing_interval: monthly", "marketplace: local");
        assertThat(Cli.run("meter", "check", "--config", documented).out())
                .contains("volume_tail", "usage above the highest max is parked and told", "Such usage is parked");
        String compat = config("billing_interval: monthly", "marketplace: local", "modes: {volume_tail: compat}");
        assertThat(Cli.run("meter", "check", "--config", compat).out())
                .contains("The dimension with the highest max takes such usage.");
    }

    @Test
    void aFractionThatFallsBetweenTwoBandsIsToldWhereTheMarketplaceTakesDecimals() throws IOException {
        String file = config("billing_interval: monthly", "marketplace: {name: local, folder: ., quantity-scale: 2}");
        String text = Files.readString(Path.of(file)).replace("max: 10}", "max: 10}, {dimension: more, min: 11}");
        Files.writeString(Path.of(file), text);
        assertThat(Cli.run("meter", "check", "--config", file).out())
                .contains("warning: The product product parks a usage of users above 10 and below 11, because its"
                        + " marketplace takes decimals. Write max: 10.99.");

        for (String whole : java.util.List.of(
                text.replace("quantity-scale: 2", "quantity-scale: 0"),
                text.replace("aggregation: maximum", "aggregation: average"),
                text.replace("max: 10}", "max: 10.99}"))) {
            Files.writeString(Path.of(file), whole);
            assertThat(Cli.run("meter", "check", "--config", file).out()).doesNotContain("parks a usage");
        }
    }

    @Test
    void productsWhoseRecordsWouldCollideAreTold() throws IOException {
        String colliding = config(
                "billing_interval: monthly",
                "marketplace: {name: local, folder: \"" + folder + "\", one-record-per-hour: \"true\"}",
                "products: [{name: shop}, {name: store}]");

        assertThat(Cli.run("meter", "check", "--config", colliding).out()).contains("METER_RESOURCE_SHARED store:");
    }

    @Test
    void whatTheStartWouldRefuseIsAMistake() throws IOException {
        String wrong = config(
                "billing_interval: monthly",
                "marketplace: {name: local, quantity-scale: two}",
                "usage: {name: file, pth: usage.csv}");
        Files.writeString(
                Path.of(wrong),
                Files.readString(Path.of(wrong))
                        .replace("api: no_data_query", "")
                        .replace("name: local, folder: \"" + folder, "name: locl, folder: \"" + folder)
                        .replace("jdbc:sqlite:", "jdbc:sqlte:"));

        Cli.Answer answer = Cli.run("meter", "check", "--config", wrong);

        assertThat(answer.code()).isEqualTo(3);
        assertThat(answer.out())
                .contains("mistake: LEDGER_ADDRESS_UNKNOWN")
                .contains("mistake: METER_LOCAL_SETTING marketplace local quantity-scale:")
                .contains("mistake: METER_PLUGIN_UNKNOWN store locl:")
                .contains("mistake: METER_LOCAL_SETTING usage file pth:")
                .contains("The file cannot be used: 4 mistakes, 1 products, 1 warnings.");
        assertThat(folder.resolve("ledger.db")).doesNotExist();
    }

    @Test
    void aFolderIsNoFile() {
        assertThat(Cli.run("meter", "check", "--config", folder.toString()).err())
                .contains("is a folder, not a file.");
    }

    @Test
    void aBoundThatIsNoNumberIsOneMistake() throws IOException {
        String file = config("billing_interval: monthly", "marketplace: local");
        Files.writeString(
                Path.of(file),
                Files.readString(Path.of(file)).replace("max: 10}", "max: 1O}, {dimension: more, min: 11}"));

        assertThat(Cli.run("meter", "check", "--config", file).err())
                .contains("1 mistake was found")
                .doesNotContain("overlap");
    }

    @Test
    void chargesAreAskedForInTheWordsOfTheirTable() throws IOException {
        String file = config("billing_interval: monthly", "marketplace: local");
        assertThat(Cli.run("meter", "charges", "--config", file, "--limit", "0").err())
                .contains("--limit must be from 1 to 100000, not 0");
        assertThat(Cli.run("meter", "charges", "--config", file, "--state", "lost")
                        .err())
                .contains("'lost' is no state. States are planned, sending, unknown,");
        assertThat(Cli.run("meter", "charges", "--config", file, "--state", "REJECTED", "--limit", "1")
                        .code())
                .isZero();
    }
}
