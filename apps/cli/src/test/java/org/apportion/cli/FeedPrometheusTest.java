package org.apportion.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apportion.model.BillingMonth;
import org.apportion.testkit.prometheus.RealPrometheus;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A bill of 5 EUR is fed, then one of 6. */
class FeedPrometheusTest {
    private static final long END = LocalDate.parse("2026-11-01").toEpochDay() * 86_400 - 1;

    @TempDir
    Path folder;

    @TempDir
    Path work;

    private Path data;
    private Company company;

    @BeforeEach
    void aMonthThatWasRun() throws IOException {
        data = Files.createDirectories(work.resolve("data"));
        company = Company.in(folder);
        Cli.run("run", "-m", "2026-10", "-c", company.config());
    }

    @Test
    void aMonthIsLoadedOnceAndReplacedWhenItHasChanged() {
        assumeTrue(RealPrometheus.programs().isPresent(), RealPrometheus.MISSING);
        assertThat(feed().out()).contains("2026-10,loaded,2,2");
        assertThat(feed().out()).contains("2026-10,unchanged,2,2");
        assertThat(sum()).isEqualTo("5");

        company.bill(
                Company.row("Compute", "vm-1", "4.00", "shop") + Company.row("Compute", "vm-2", "2.00", ""), 2_000);
        Cli.run("run", "-m", "2026-10", "-c", company.config());
        Cli.Answer refused = feed();
        assertThat(refused.code()).isEqualTo(5);
        assertThat(refused.err())
                .startsWith("FEED_MONTH_CHANGED 2026-10: its charges, or the words of --by, have changed");
        assertThat(sum()).isEqualTo("5");

        try (RealPrometheus server = RealPrometheus.startOn(data, work)) {
            assertThat(feed("--url", server.uri().toString()).out()).contains("2026-10,replaced,2,2");
        }
        assertThat(sum()).isEqualTo("6");
    }

    @Test
    void aProgramThatIsNotThereIsToldAndTheMonthIsNotTakenForLoaded() {
        Cli.Answer answer = run("--promtool", work.resolve("nowhere").toString());

        assertThat(answer.code()).isEqualTo(1);
        assertThat(answer.err())
                .contains("FEED_FAILED " + work.resolve("nowhere") + ": the program cannot be started.");
        assertThat(run("--promtool", "true").out()).contains("2026-10,loaded,2,2");
    }

    @Test
    void aLoadingThatWasCutOffCountsAsChangedAndAServerThatDoesNotDeleteStopsIt() {
        assertThat(run("--promtool", "false").err()).contains("FEED_FAILED false: the file was refused");

        Cli.Answer answer = run("--url", "http://127.0.0.1:9");

        assertThat(answer.code()).isEqualTo(4);
        assertThat(answer.err())
                .startsWith("FEED_NOT_DELETED http://127.0.0.1:9: what was loaded before is not deleted");
    }

    @Test
    void blocksThatARunningServerHasNotSeenYetAreDeletedTooBeforeOthersAreLoaded() {
        assumeTrue(RealPrometheus.programs().isPresent(), RealPrometheus.MISSING);
        try (RealPrometheus server = RealPrometheus.startOn(data, work)) {
            String url = server.uri().toString();
            assertThat(feed("--url", url, "--by", "unit,service,consumer").out())
                    .contains("2026-10,loaded,");
            assertThat(feed("--url", url, "--by", "unit,service").out()).contains("2026-10,replaced,2,2");
        }
        assertThat(sum()).isEqualTo("5");
    }

    @Test
    void aServerOfAnotherFolderIsNotAskedToDelete(@TempDir Path other) throws IOException {
        assumeTrue(RealPrometheus.programs().isPresent(), RealPrometheus.MISSING);
        feed();
        company.bill(Company.row("Compute", "vm-1", "6.00", "shop"), 2_000);
        Cli.run("run", "-m", "2026-10", "-c", company.config());
        try (RealPrometheus server = RealPrometheus.startOn(Files.createDirectories(other.resolve("data")), other)) {
            Cli.Answer answer = feed("--url", server.uri().toString());
            assertThat(answer.code()).isEqualTo(4);
            assertThat(answer.err()).contains("its database is not in " + data).contains("nothing was deleted");
        }
        assertThat(sum()).isEqualTo("5");
    }

    @Test
    void whatIsNoFolderOfAPrometheusAndWhatIsNoAddressAreWrongCalls(@TempDir Path documents) throws IOException {
        Cli.Answer missing =
                Cli.run("feed", "prometheus", "--into", work.resolve("nope").toString(), "-c", company.config());
        assertThat(missing.code()).isEqualTo(2);
        assertThat(missing.err()).contains("--into must be a folder that is there");
        assertThat(work.resolve("nope")).doesNotExist();

        Files.writeString(documents.resolve("letter.txt"), "Dear");
        Cli.Answer foreign = Cli.run("feed", "prometheus", "--into", documents.toString(), "-c", company.config());
        assertThat(foreign.code()).isEqualTo(2);
        assertThat(foreign.err()).contains("has files, but neither blocks nor a wal");

        assertThat(run("--url", "nonsense").code()).isEqualTo(2);
        Cli.Answer login = run("--url", "http://u:secret@localhost:9090");
        assertThat(login.code()).isEqualTo(2);
        assertThat(login.err())
                .contains("--url must hold no user and no password")
                .doesNotContain("secret");
    }

    @Test
    void theNamesOfTheChargebackHelperAreLoadedOnceAndReplacedBesideOurs() {
        assumeTrue(RealPrometheus.programs().isPresent(), RealPrometheus.MISSING);
        String[] helper = {"--as", "chargeback-helper"};
        assertThat(feed().out()).contains("2026-10,loaded,2,2");
        assertThat(feed(helper).out()).contains("2026-10,loaded,");
        assertThat(feed(helper).out()).contains("2026-10,unchanged,");
        assertThat(sum("confluent_cloud_chargeback_details")).isEqualTo("5");

        company.bill(
                Company.row("Compute", "vm-1", "4.00", "shop") + Company.row("Compute", "vm-2", "2.00", ""), 2_000);
        Cli.run("run", "-m", "2026-10", "-c", company.config());
        assertThat(feed(helper).err()).startsWith("FEED_MONTH_CHANGED 2026-10: ");
        try (RealPrometheus server = RealPrometheus.startOn(data, work)) {
            assertThat(feed("--as", "chargeback-helper", "--url", server.uri().toString())
                            .out())
                    .contains("2026-10,replaced,");
        }
        assertThat(sum("confluent_cloud_chargeback_details")).isEqualTo("6");
        assertThat(sum()).as("ours are as they were").isEqualTo("5");
    }

    @Test
    void whatIsDeletedOfTheHelpersNamesIsOfTheMonthsDaysAndWasNotScraped() {
        FedSamples.Selection samples = FedSamples.ofHelper().of(BillingMonth.of(2026, 10));

        assertThat(samples.selector()).isEqualTo("{__name__=~\"confluent_cloud_.+\",job=\"\"}");
        assertThat(samples.start())
                .contains(Instant.parse("2026-10-01T00:00:00Z").getEpochSecond());
        assertThat(samples.end()).contains(Instant.parse("2026-10-31T23:59:59Z").getEpochSecond());
    }

    @Test
    void namesThatAreGivenAndWordsOfOnesOwnExcludeEachOther() {
        Cli.Answer answer = run("--as", "chargeback-helper", "--by", "unit");

        assertThat(answer.code()).isEqualTo(2);
        assertThat(answer.err()).contains("--as chargeback-helper and --by exclude each other");
    }

    private Cli.Answer feed(String... more) {
        List<String> words = new ArrayList<>(List.of(more));
        words.add("--promtool");
        words.add(RealPrometheus.programs().orElseThrow().resolve("promtool").toString());
        return run(words.toArray(String[]::new));
    }

    private Cli.Answer run(String... more) {
        List<String> words = new ArrayList<>(List.of("feed", "prometheus", "--into", data.toString(), "-o", "csv"));
        words.addAll(List.of("-c", company.config()));
        words.addAll(List.of(more));
        return Cli.run(words.toArray(String[]::new));
    }

    private String sum() {
        return sum("apportion_cost_hourly");
    }

    private String sum(String metric) {
        try (RealPrometheus server = RealPrometheus.startOn(data, work)) {
            String answer = server.query("sum(sum_over_time(" + metric + "[31d]))", END);
            Matcher number = Pattern.compile("\"value\":\\[[^,]+,\"([^\"]+)\"").matcher(answer);
            assertThat(number.find()).as(answer).isTrue();
            return number.group(1);
        }
    }
}
