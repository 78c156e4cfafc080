package org.apportion.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Files of a run on their way to an invoicing system, which is a real HTTP server here. */
class PublishCommandTest {
    @TempDir
    Path folder;

    private final List<String> bodies = new CopyOnWriteArrayList<>();
    private final List<String> keys = new CopyOnWriteArrayList<>();
    private int status = 200;

    private static final String AS_AT_FIRST =
            Company.row("Compute", "vm-1", "4.00", "shop") + Company.row("Compute", "vm-2", "1.00", "");

    @SuppressWarnings("NullAway.Init")
    private HttpServer server;

    @SuppressWarnings("NullAway.Init")
    private Company company;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            keys.add(exchange.getRequestHeaders().getFirst("Idempotency-Key"));
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.start();
        company = Company.in(folder);
        company.configure("outputs:\n", """
                uploads:
                  - id: erp
                    output: charges
                    plugin: https
                    settings:
                      url: http://127.0.0.1:%d/in/{month}
                outputs:
                """.formatted(server.getAddress().getPort()));
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private Cli.Answer run() {
        return Cli.run("run", "-m", "2026-10", "-q", "-c", company.config());
    }

    private Cli.Answer publish(String... options) {
        String[] all = new String[options.length + 5];
        List.of("publish", "-m", "2026-10", "-c", company.config()).toArray(all);
        System.arraycopy(options, 0, all, 5, options.length);
        return Cli.run(all);
    }

    @Test
    void aRunSendsItsFilesAndDoingItAgainSendsNothing() {
        Cli.Answer first = run();
        Cli.Answer second = run();
        Cli.Answer third = publish();

        assertThat(List.of(first.code(), second.code(), third.code())).containsOnly(0);
        assertThat(first.out()).contains("erp").contains("sent");
        assertThat(bodies).containsExactly(company.text("out/2026-10/charges.csv"));
        assertThat(third.out()).contains("sent before");
    }

    @Test
    void aFailedUploadFailsTheRunWithACodeOfItsOwnAndIsRepeatableWithTheSameKey() {
        status = 503;
        Cli.Answer failed = run();
        status = 200;
        Cli.Answer repeated = publish();

        assertThat(failed.code()).isEqualTo(6);
        assertThat(failed.out()).contains("billed 5.00").contains("failed");
        assertThat(failed.err())
                .contains("UPLOAD_REFUSED erp: POST http://127.0.0.1:")
                .contains("UPLOADS_FAILED 2026-10: 1 upload of 1 failed; run 2026-10-1 itself counts");
        assertThat(repeated.code()).isZero();
        assertThat(bodies).hasSize(2);
        assertThat(keys.get(0)).hasSize(32).isEqualTo(keys.get(1));
        assertThat(publish("--journal", "-o", "csv").out().lines().map(line -> line.split(",")[4]))
                .containsExactly("state", "failed", "sent");
    }

    @Test
    void changedNumbersAreSentAnewWithAnotherKey() {
        run();
        company.bill(Company.row("Compute", "vm-1", "7.00", "shop"), 2_000);

        assertThat(run().code()).isZero();
        assertThat(bodies).hasSize(2);
        assertThat(keys.get(0)).isNotEqualTo(keys.get(1));
    }

    @Test
    void numbersThatReturnAreSentAgainWithAKeyOfTheirOwn() {
        run();
        company.bill(Company.row("Compute", "vm-1", "7.00", "shop"), 2_000);
        run();
        company.bill(AS_AT_FIRST, 4_000);
        run();
        run();

        assertThat(bodies).hasSize(3);
        assertThat(bodies.get(2)).isEqualTo(bodies.get(0));
        assertThat(keys).doesNotHaveDuplicates();
    }

    @Test
    void anotherAddressGetsTheFileToo() {
        run();
        company.configure("/in/{month}", "/new/{month}");

        assertThat(publish().out()).contains("/new/2026-10").doesNotContain("sent before");
        assertThat(bodies).hasSize(2);
    }

    @Test
    void afterOtherNumbersThatMayHaveArrivedTheFormerAreSentAgain() {
        run();
        company.bill(Company.row("Compute", "vm-1", "7.00", "shop"), 2_000);
        status = 503;
        run();
        status = 200;
        company.bill(AS_AT_FIRST, 4_000);

        assertThat(run().code()).isZero();
        assertThat(bodies).hasSize(3);
        assertThat(bodies.get(2)).isEqualTo(bodies.get(0));
    }

    @Test
    void aDryRunTellsWhatWouldBeSent() {
        status = 500;
        run();
        bodies.clear();

        Cli.Answer answer = publish("--dry-run", "-o", "json");

        JsonNode row =
                JsonMapper.builder().build().readTree(answer.out()).get("rows").get(0);
        assertThat(row.get("outcome").asString()).isEqualTo("would send");
        assertThat(row.get("target").asString()).endsWith("/in/2026-10");
        assertThat(bodies).isEmpty();
    }

    @Test
    void againSendsWhatHasArrived() {
        run();

        assertThat(publish("erp", "--again").code()).isZero();
        assertThat(bodies).hasSize(2);
        assertThat(publish("--again", "--dry-run").code()).isEqualTo(2);
        assertThat(publish("nobody").err()).startsWith("UPLOAD_UNKNOWN nobody");
    }

    @Test
    void aFileThatSomebodyChangedOrRemovedIsNotSent() throws IOException {
        status = 500;
        run();
        bodies.clear();
        company.write("out/2026-10/charges.csv", "forged\n", 1);

        Cli.Answer changed = publish();
        java.nio.file.Files.delete(company.file("out/2026-10/charges.csv"));
        Cli.Answer missing = publish();

        assertThat(changed.err()).contains("UPLOAD_FILE_CHANGED").contains("it is not sent");
        assertThat(missing.err()).contains("UPLOAD_FILE_MISSING erp");
        assertThat(bodies).isEmpty();
    }

    @Test
    void anUploadThatWasKilledMidwayIsSentAgainAndTheOthersToo() {
        company.configure("uploads:\n", """
                uploads:
                  - {id: first, output: charges, plugin: https, settings: {url: "http://127.0.0.1:%d/first"}}
                  - {id: second, output: charges, plugin: killed-once}
                """.formatted(server.getAddress().getPort()));
        KilledUpload.reset();

        assertThatThrownBy(this::run).isInstanceOf(KilledUpload.Killed.class);
        Cli.Answer repeated = publish();

        assertThat(repeated.code()).isZero();
        assertThat(bodies).hasSize(2);
        assertThat(KilledUpload.keys()).hasSize(2);
        assertThat(KilledUpload.keys().get(0)).isEqualTo(KilledUpload.keys().get(1));
        assertThat(publish("--journal", "-o", "csv")
                        .out()
                        .lines()
                        .map(line -> line.split(",")[0] + " " + line.split(",")[4]))
                .containsExactly("upload state", "erp sent", "first sent", "second sending", "second sent");
    }

    @Test
    void whatCannotBeSentIsToldByCheck() {
        company.configure("plugin: https", "plugin: pigeon");
        assertThat(Cli.run("check", "-c", company.config()).err()).startsWith("UPLOAD_PLUGIN_UNKNOWN ");

        company.configure("plugin: pigeon", "plugin: sftp");
        assertThat(Cli.run("check", "-c", company.config()).err()).startsWith("UPLOAD_SETTING_WRONG erp.settings.url");

        company.configure("content: charges", "content: focus");
        assertThat(Cli.run("check", "-c", company.config()).err())
                .contains("is a folder, and an upload sends one file");

        company.configure("output: charges", "output: chargess");
        assertThat(Cli.run("check", "-c", company.config()).err())
                .contains("The output 'chargess'")
                .contains("charges");
    }

    @Test
    void aMonthWithoutARunHasNothingToSend() {
        assertThat(publish().err()).startsWith("UPLOAD_NO_RUN 2026-10");
    }
}
