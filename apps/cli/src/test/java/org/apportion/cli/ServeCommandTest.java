package org.apportion.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServeCommandTest {
    private static final int SIGTERM_EXIT = 143;

    @TempDir
    Path folder;

    @Test
    void theServerTellsTheRunUntilItIsStopped() throws Exception {
        Company company = Company.in(folder);
        Cli.run("run", "-m", "2026-10", "-c", company.config());
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "serve",
                        "--listen",
                        "0",
                        "-c",
                        company.config())
                .start();
        try (BufferedReader out = process.inputReader()) {
            Optional<String> address = out.lines()
                    .filter(line -> line.startsWith("Listening at "))
                    .map(line -> line.substring("Listening at ".length()))
                    .findFirst();
            HttpResponse<String> metrics = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create(address.orElseThrow() + "/metrics"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());

            assertThat(metrics.body())
                    .contains(
                            "unit=\"shop\",consumer=\"tag:team=shop\",provider=\"\",service=\"Compute\",cost_type=\"usage\"} 4\n");
            process.destroy();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isIn(0, SIGTERM_EXIT);
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void anOpenServerForOthersIsRefused() {
        Company company = Company.in(folder);

        Cli.Answer answer = Cli.run("serve", "--listen", "0.0.0.0:0", "-c", company.config());

        assertThat(answer.code()).isEqualTo(ExitCode.CONFIG.number());
        assertThat(answer.err()).startsWith("SERVER_NEEDS_LOGIN 0.0.0.0:0: others than this machine would reach it");
    }
}
