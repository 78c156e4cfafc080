package org.apportion.testkit.prometheus;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Prometheus itself, with data from OpenMetrics files, on a free port of the loopback address. It is looked for in the folder that the
 * variable {@code APPORTION_PROMETHEUS} names, then on the path; a test without it is skipped with {@link #MISSING}.
 */
public final class RealPrometheus implements AutoCloseable {
    /** Why a test is skipped. */
    public static final String MISSING =
            "needs prometheus and promtool: on the path, or in the folder that APPORTION_PROMETHEUS names";

    private static final String READY = "Server is ready to receive web requests";
    private static final String RETENTION = "--storage.tsdb.retention.time=100y";

    private final Process process;
    private final URI uri;

    private RealPrometheus(Process process, URI uri) {
        this.process = process;
        this.uri = uri;
    }

    /**
     * The folder with both programs, if there is one.
     *
     * @throws IllegalStateException if the variable names a folder without them: who names one wants these tests to run
     */
    public static Optional<Path> programs() {
        String named = System.getenv("APPORTION_PROMETHEUS");
        if (named != null && !named.isBlank() && !hasPrograms(Path.of(named))) {
            throw new IllegalStateException("APPORTION_PROMETHEUS names a folder without prometheus and promtool");
        }
        Stream<String> path =
                Pattern.compile(File.pathSeparator, Pattern.LITERAL).splitAsStream(System.getenv("PATH"));
        return Stream.concat(Stream.ofNullable(named), path)
                .filter(folder -> !folder.isBlank())
                .map(Path::of)
                .filter(RealPrometheus::hasPrograms)
                .findFirst();
    }

    private static boolean hasPrograms(Path folder) {
        return Files.isExecutable(folder.resolve("prometheus")) && Files.isExecutable(folder.resolve("promtool"));
    }

    /**
     * Loads the files into blocks of a fresh database and starts the server.
     *
     * @param work an empty folder for its data
     * @param files OpenMetrics text with timestamps, ending with {@code # EOF}
     */
    public static RealPrometheus start(Path work, Path... files) {
        Path programs = programs().orElseThrow(() -> new IllegalStateException(MISSING));
        try {
            Path data = Files.createDirectories(work.resolve("data"));
            for (Path file : files) {
                load(programs, file, data);
            }
            return startOn(data, work);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Starts the server on a database that is there, able to delete series.
     *
     * @param work for its configuration
     */
    public static RealPrometheus startOn(Path data, Path work) {
        Path programs = programs().orElseThrow(() -> new IllegalStateException(MISSING));
        try {
            Path configuration = Files.writeString(work.resolve("prometheus.yml"), "global: {}\n");
            int port = freePort();
            Process process = new ProcessBuilder(
                            programs.resolve("prometheus").toString(),
                            "--config.file=" + configuration,
                            "--storage.tsdb.path=" + data,
                            RETENTION,
                            "--web.enable-admin-api",
                            "--web.listen-address=127.0.0.1:" + port)
                    .redirectErrorStream(true)
                    .start();
            RealPrometheus server = new RealPrometheus(process, URI.create("http://127.0.0.1:" + port));
            server.awaitReady();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Turns a file into blocks; safe to do for a database that is not in use. */
    public static void load(Path programs, Path file, Path data) throws IOException {
        Process process = new ProcessBuilder(
                        programs.resolve("promtool").toString(),
                        "tsdb",
                        "create-blocks-from",
                        "openmetrics",
                        file.toString(),
                        data.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IllegalStateException("promtool refuses " + file.getFileName() + ": " + said);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while promtool loads", e);
        }
    }

    /** Where it listens, without a slash at the end. */
    public URI uri() {
        return uri;
    }

    /** The JSON answer to an instant query. */
    public String query(String promql, long second) {
        URI asked = URI.create(
                uri + "/api/v1/query?time=" + second + "&query=" + URLEncoder.encode(promql, StandardCharsets.UTF_8));
        try {
            return HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(asked).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while Prometheus answers", e);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private void awaitReady() throws IOException {
        StringBuilder said = new StringBuilder();
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.contains(READY)) {
                Thread drain = new Thread(() -> drain(lines), "prometheus-log");
                drain.setDaemon(true);
                drain.start();
                return;
            }
            said.append(line).append('\n');
        }
        throw new IllegalStateException("Prometheus did not start: " + said);
    }

    private static void drain(BufferedReader lines) {
        try {
            lines.transferTo(Writer.nullWriter());
        } catch (IOException e) {
            // The program has ended; there is nothing more to read.
            Thread.currentThread().interrupt();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
