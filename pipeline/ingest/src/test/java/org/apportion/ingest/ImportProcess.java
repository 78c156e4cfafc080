package org.apportion.ingest;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** A second process that imports: tests start it beside others. */
final class ImportProcess {
    private ImportProcess() {}

    /** Says that it is ready, waits for a line, imports the folder of bills and says what became of its slices. */
    public static void main(String[] arguments) throws IOException {
        try (Installation here = Installation.on(Path.of(arguments[0]), arguments[1], "process-" + arguments[2])) {
            System.out.println("ready");
            if (System.in.read() < 0) {
                return;
            }
            ImportReport report = here.run(Installation.focus(here.bills()));
            System.out.println(report.slices().stream()
                    .map(slice -> slice.verdict().toString())
                    .collect(Collectors.joining(" ")));
        }
    }

    /** Starts it and waits until it has opened the lake. */
    static Process start(Path folder, String ledger, int number) throws IOException {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                ImportProcess.class.getName(),
                folder.toString(),
                ledger,
                Integer.toString(number));
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
