package org.apportion.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files are fetched by themselves, before an import and before a run. */
class FetchCommandTest {
    @TempDir
    Path folder;

    private Company company;

    @BeforeEach
    void aCompanyWhoseBillsLieElsewhere() {
        company = Company.in(folder);
        company.configure("    path: bills\n", "    path: \"fetched:inbox/*.csv\"\n");
        company.configure("engine:", "fetches:\n  - {id: inbox, plugin: neighbor, settings: {from: ./bills}}\nengine:");
    }

    @Test
    void bringsFilesOnceAndTellsWhatItDid() {
        Cli.Answer first = Cli.run("fetch", "--month", "2026-10", "-o", "csv", "-c", company.config());
        Cli.Answer second = Cli.run("fetch", "inbox", "--month", "2026-10", "-o", "csv", "-c", company.config());

        Path fetched = company.file("data/fetched/inbox");
        assertThat(first.code()).isZero();
        assertThat(first.out().lines().toList())
                .containsExactly(
                        "fetch,plugin,from,to,outcome,found,brought,bytes,folder,notes",
                        "inbox,neighbor,2026-10-01,2026-11-01,done,1,1,487," + fetched
                                + ",asked for 2026-10-01 to 2026-11-01");
        assertThat(second.out()).contains(",done,1,0,0,");
        assertThat(fetched.resolve("october.csv")).hasSameTextualContentAs(company.file("bills/october.csv"));
    }

    @Test
    void aRunFetchesTheMonthAndTheOneBeforeIt() {
        Cli.Answer answer = Cli.run("run", "--month", "2026-10", "-c", company.config());

        assertThat(answer.code()).isZero();
        assertThat(answer.err())
                .contains("Fetching inbox: 1 of 1 new or changed", "note: fetch inbox: asked for 2026-09-01 to ");
        assertThat(answer.out()).contains("billed 5.00   charged 5.00");
    }

    @Test
    void withoutFetchingTheFilesThatAreThereAreImported() {
        Cli.run("fetch", "--month", "2026-10", "-c", company.config());
        company.bill(Company.row("Compute", "vm-1", "9.00", "shop"), 2_000);

        assertThat(Cli.run("import", "--no-fetch", "-c", company.config()).err())
                .doesNotContain("Fetching");
        assertThat(Cli.run("run", "--no-fetch", "--month", "2026-10", "-c", company.config())
                        .out())
                .contains("billed 5.00   charged 5.00");
        assertThat(Cli.run("import", "--as-newer", "-c", company.config()).out())
                .contains("replaced, 1 row 9.00 EUR");
    }

    @Test
    void onlyWhatTheNamedSourcesReadIsFetched() {
        company.configure("sources:\n", "sources:\n  - {id: other, path: other.csv, mapping: focus}\n");
        company.write("other.csv", company.text("bills/october.csv"), 1);

        assertThat(Cli.run("import", "-s", "other", "-c", company.config()).err())
                .doesNotContain("Fetching");
        assertThat(Cli.run("import", "-s", "bills", "-c", company.config()).err())
                .contains("Fetching inbox");
    }

    @Test
    void aFetchThatFailsStopsTheImportAndSaysHowToDoWithoutIt() {
        company.configure("{from: ./bills}", "{from: ./nowhere}");

        Cli.Answer answer = Cli.run("import", "-c", company.config());

        assertThat(answer.code()).isEqualTo(1);
        assertThat(answer.out()).isEmpty();
        assertThat(answer.err())
                .contains("FETCH_FAILED inbox: the plugin neighbor failed with UncheckedIOException.")
                .contains("Nothing was imported; --no-fetch imports what is there.");
    }

    @Test
    void aMetricsServerThatIsDownDoesNotStopTheCostsAndTheDayIsSplitByItsUsageWhenItIsBack() {
        company.configure("engine:", "  - {id: metrics, plugin: neighbor, settings: {from: ./samples}}\nengine:");
        company.configure(
                "organization:",
                "  - {id: samples, kind: usage, path: \"fetched:metrics/*.csv\", slicing: file}\norganization:");
        company.configure(
                "rules:\n", "rules:\n  - {id: machine, when: ResourceId == 'vm-2', tiers: [{metric: cores}]}\n");
        String[] run = {"run", "--month", "2026-10", "-c", company.config()};
        String[] report = {"report", "--month", "2026-10", "--by", "consumer", "-o", "csv", "-c", company.config()};

        Cli.Answer down = Cli.run(run);
        String approximate = Cli.run(report).out();
        company.configure("tiers: [{metric: cores}]", "version: 2, tiers: [{metric: cores}]");
        String[] kept = {"report", "--month", "2026-10", "--by", "approximate", "-o", "csv", "-c", company.config()};
        assertThat(Cli.run(kept).out())
                .as("a newer rule does not change what the run did")
                .contains("yes,");
        company.write(
                "samples/cores.csv", "hour,resource,consumer,metric,value\n2026-10-01T00:00:00Z,vm-2,ann,cores,1\n", 1);
        Cli.Answer back = Cli.run(run);

        assertThat(down.code()).as(down.err()).isZero();
        assertThat(down.err())
                .contains(
                        "warning: FETCH_FAILED metrics: ",
                        "The usage of fetch metrics is missing until it can be read");
        assertThat(down.out())
                .contains("billed 5.00   charged 5.00", "Approximate for want of usage: 1.00 EUR (20.0 %)");
        assertThat(approximate).contains("resource:vm-2");
        assertThat(back.code()).as(back.err()).isZero();
        assertThat(Cli.run(report).out()).contains("principal:ann").doesNotContain("resource:vm-2");
    }

    @Test
    void oneFetchThatFailsDoesNotKeepTheOthersFromBeingDone() {
        company.configure("fetches:\n", "fetches:\n  - {id: bad, plugin: neighbor, settings: {from: broken}}\n");

        Cli.Answer answer = Cli.run("fetch", "-o", "csv", "-c", company.config());

        assertThat(answer.code()).isEqualTo(1);
        assertThat(answer.out()).contains("bad,neighbor,", ",failed,,,,", "inbox,neighbor,", ",done,1,1,");
        assertThat(answer.err()).contains("FETCH_FAILED bad: ").doesNotContain("secret text");
    }

    @Test
    void unknownFetchesAndPluginsAreTold() {
        assertThat(Cli.run("fetch", "inbx", "-c", company.config()).err())
                .contains("FETCH_UNKNOWN inbx: There is no such fetch; configured are [inbox].");
        company.configure("plugin: neighbor", "plugin: nieghbor");

        Cli.Answer answer = Cli.run("check", "-c", company.config());

        assertThat(answer.code()).isEqualTo(3);
        assertThat(answer.err())
                .contains("FETCH_PLUGIN_UNKNOWN ", "apportion.yaml:3:", "there is no plugin 'nieghbor'", "neighbor");
    }

    @Test
    void aFolderThatCannotBeMadeIsTold() throws IOException {
        Files.createDirectories(company.file("data"));
        Files.writeString(company.file("data/fetched"), "a file where a folder must be");

        Cli.Answer answer = Cli.run("fetch", "-c", company.config());

        assertThat(answer.code()).isEqualTo(1);
        assertThat(answer.err()).contains("FETCH_FOLDER ");
    }

    @Test
    void aWindowIsAMonthOrTwoDays() {
        assertThat(Cli.run("fetch", "--month", "2026-10", "--from", "2026-10-01")
                        .code())
                .isEqualTo(2);
        assertThat(Cli.run("fetch", "--to", "2026-10-01").err()).contains("--to needs --from");
        assertThat(Cli.run("fetch", "--from", "October").err()).contains("write it as 2026-10-15");
        assertThat(Cli.run("fetch", "--from", "2026-10-02", "--to", "2026-10-02", "-c", company.config())
                        .err())
                .contains("--from must be a day before 2026-10-02");
        assertThat(Cli.run("fetch", "-o", "csv", "--from", "2026-10-02", "--to", "2026-10-04", "-c", company.config())
                        .out())
                .contains(",2026-10-02,2026-10-04,done,");
    }
}
