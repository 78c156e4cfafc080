package org.apportion.ingest;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.apportion.spi.Progress;

/** A second process that imports: tests start it beside others. */
final class ImportProcess {
    private ImportProcess() {}

    /**
     * Says that it is ready, waits for a line, imports the folder of bills and says what became of its slices. One that stops says that
     * it has written what nobody sees yet, and goes on with the next line.
     */
    public static void main(String[] arguments) throws IOException {
        try (Installation here = Installation.on(Path.of(arguments[0]), arguments[1], "process-" + arguments[2])) {
            System.out.println("ready");
            if (System.in.read() < 0) {
                return;
            }
            Progress progress = Boolean.parseBoolean(arguments[3]) ? new StopsWhenWritten() : Progress.NONE;
            ImportReport report = here.run(Installation.focus(here.bills()), ImportRequest.ALL, progress);
            System.out.println(report.slices().stream()
                    .map(slice -> slice.verdict().toString())
                    .collect(Collectors.joining(" ")));
        }
    }

    /** Stops after the files of a slice are written and before they count. */
    private static final class StopsWhenWritten implements Progress {
        private boolean writes;

        @Override
        public void start(String task, long total, String unit) {
            writes = task.startsWith("Writing ");
        }

        @Override
        public void advanceTo(long done) {}

        @Override
        public void finish(String summary) {
            if (writes) {
                System.out.println("written");
                try {
                    System.in.read();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    /** Starts it and waits until it has opened the lake. */
    static Process start(Path folder, String ledger, int number) throws IOException {
        return start(folder, ledger, number, false);
    }

    /** Starts one that stops while it holds the lake; it says {@code written} then. */
    static Process startStopping(Path folder, String ledger, int number) throws IOException {
        return start(folder, ledger, number, true);
    }

    private static Process start(Path folder, String ledger, int number, boolean stops) throws IOException {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                ImportProcess.class.getName(),
                folder.toString(),
                ledger,
                Integer.toString(number),
                Boolean.toString(stops));
        File errors = File.createTempFile("import-process", ".err", folder.toFile());
        Process process = new ProcessBuilder(command).redirectError(errors).start();
        String line = process.inputReader().readLine();
        if (!"ready".equals(line)) {
            process.destroyForcibly();
            throw new IOException("the importing process said " + line);
        }
        return process;
    }

    /** Lets it import. */
    static void go(Process process) throws IOException {
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
    }
}
