package org.apportion.metering.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A process of its own, because the JDK reads the deadlines of requests once. */
final class HalfRequestsTest {
    private static final int MORE_THAN_THREADS = 4;

    /** Answers until its input ends. */
    static final class Answering {
        private Answering() {}

        public static void main(String[] arguments) throws IOException {
            try (HealthEndpoint endpoint = HealthEndpoint.open(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), () -> true, () -> true, () -> "")) {
                System.out.println(endpoint.port() + " " + System.getProperty("sun.net.httpserver.maxReqTime") + " "
                        + System.getProperty("sun.net.httpserver.maxRspTime"));
                while (System.in.read() >= 0) {
                    // until the other side ends it
                }
            }
        }
    }

    private static Process start(String... options) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx128m"));
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Answering.class.getName()));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    @Test
    void halfRequestsKeepNobodyFromAnAnswer() throws Exception {
        Process process = start("-Dsun.net.httpserver.maxReqTime=1");
        List<Socket> half = new ArrayList<>();
        try {
            int port = Integer.parseInt(process.inputReader().readLine().split(" ", 2)[0]);
            for (int i = 0; i < MORE_THAN_THREADS; i++) {
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
                half.add(socket);
                socket.getOutputStream().write("GET /hea".getBytes(StandardCharsets.US_ASCII));
                socket.getOutputStream().flush();
            }

            HttpRequest health = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/health"))
                    .timeout(Duration.ofSeconds(60))
                    .build();
            assertThat(HttpClient.newHttpClient()
                            .send(health, HttpResponse.BodyHandlers.ofString())
                            .body())
                    .isEqualTo("ok\n");
        } finally {
            for (Socket each : half) {
                each.close();
            }
            process.destroyForcibly();
        }
    }

    @Test
    void thereIsADeadlineByItself() throws Exception {
        Process process = start();
        try {
            assertThat(process.inputReader().readLine()).endsWith(" 30 60");
        } finally {
            process.destroyForcibly();
        }
    }
}
