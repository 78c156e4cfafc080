package org.apportion.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server's process is killed while it answers: what a reader has in full never has a gap. */
class KilledServerTest {
    private static final Pattern PORT = Pattern.compile("helper at 127\\.0\\.0\\.1:(\\d+),");
    private static final Pattern TIME = Pattern.compile("\\} [^ ]+ (\\d+)000\n");
    private static final long OCTOBER = 1_790_812_800L;

    @TempDir
    Path folder;

    private String config = "";

    @Test
    void noHourIsMissingWhateverTheReaderHadWhenTheServerWasKilled() throws Exception {
        config = ConfluentExample.copyTo(folder).toString();
        ConfluentExample.configure(
                Path.of(config),
                "serve:\n  chargeback-helper: {metrics-port: 0, status-port: 0, sources: [confluent-costs]}\n");
        Cli.Answer run = Cli.run("run", "--month", "2026-10", "-c", config);
        assertThat(run.code()).as(run.err()).isZero();
        long had = OCTOBER - 3600;
        for (int read : new int[] {0, 1, 2_000, Integer.MAX_VALUE}) {
            Optional<Long> whole = hour(killedAfter(read));
            if (whole.isPresent()) {
                assertThat(whole.get()).as("after %d bytes", read).isIn(had, had + 3600);
                had = whole.get();
            }
            assertThat(whole.isPresent() || read < Integer.MAX_VALUE).isTrue();
        }
        assertThat(hour(killedAfter(Integer.MAX_VALUE)).orElseThrow())
                .as("the last hour was read in full before its server was killed")
                .isIn(had, had + 3600);
    }

    /** What one reader received of one answer of a server that was killed when it had so many bytes. */
    private String killedAfter(int bytes) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "serve",
                        "--listen",
                        "0",
                        "-c",
                        config)
                .start();
        try (BufferedReader out = process.inputReader();
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), port(out))) {
            socket.getOutputStream()
                    .write("GET /metrics?reader=r HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            byte[] before = in.readNBytes(bytes);
            process.destroyForcibly().waitFor();
            return new String(before, StandardCharsets.UTF_8) + rest(in);
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private static String rest(InputStream in) {
        try {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }

    private static int port(BufferedReader out) {
        return out.lines()
                .map(PORT::matcher)
                .filter(Matcher::find)
                .map(found -> Integer.parseInt(found.group(1)))
                .findFirst()
                .orElseThrow();
    }

    /** The hour of an answer that came in full, by the length that its head says. */
    private static Optional<Long> hour(String answer) {
        int head = answer.indexOf("\r\n\r\n");
        Matcher length = Pattern.compile("Content-Length: (\\d+)").matcher(answer);
        Matcher time = TIME.matcher(answer);
        return head >= 0
                        && length.find()
                        && answer.substring(head + 4).getBytes(StandardCharsets.UTF_8).length
                                == Integer.parseInt(length.group(1))
                        && time.find()
                ? Optional.of(Long.parseLong(time.group(1)))
                : Optional.empty();
    }
}
