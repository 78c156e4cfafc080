package org.apportion.run;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** A process that imports and runs the month of a {@link SmallCompany}: tests start and kill it. */
final class MonthProcess {
    /** Printed when the workspace is open. */
    static final String OPEN = "open";

    private MonthProcess() {}

    /** Imports and runs once. */
    public static void main(String[] arguments) {
        SmallCompany company = new SmallCompany(Path.of(arguments[0]));
        try (Workspace workspace = company.open(InstantSource.system())) {
            System.out.println(OPEN);
            SmallCompany.imports(workspace);
            SmallCompany.run(workspace);
        }
    }

    /** Starts it and waits until its workspace is open. */
    static Process start(SmallCompany company) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                MonthProcess.class.getName(),
                company.folder().toString()));
        File errors =
                File.createTempFile("month-process", ".err", company.folder().toFile());
        Process process = new ProcessBuilder(command).redirectError(errors).start();
        String line = process.inputReader().readLine();
        if (!OPEN.equals(line)) {
            process.destroyForcibly();
            throw new IOException("the process said " + line);
        }
        return process;
    }
}
