package org.apportion.lake;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A second process that writes the lake: tests start and kill it. */
final class WriterProcess {
    /** Printed once the lease is held. */
    static final String WRITING = "writing";

    private WriterProcess() {}

    /**
     * Replaces both tables again and again, with one row that costs the number of the round; ends after the given number of rounds.
     * With no round it only holds the lease until its input ends.
     */
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        int rounds = Integer.parseInt(arguments[1]);
        try (SmallLake small = SmallLake.in(folder);
                LakeWriter writer = small.lake.write(Duration.ofSeconds(30))) {
            System.out.println(WRITING);
            if (rounds == 0) {
                System.in.read();
            }
            for (int round = 1; round <= rounds; round++) {
                small.rewriteWith(writer, "2026-10", 1, Integer.toString(round), "round " + round);
            }
        }
    }

    /** Starts it and waits until it holds the lease. */
    static Process start(Path folder, int rounds) throws IOException {
        Process process = launch(folder, rounds);
        String line = process.inputReader().readLine();
        if (!WRITING.equals(line)) {
            process.destroyForcibly();
            throw new IOException("the writing process said " + line);
        }
        return process;
    }

    /** Starts it. */
    static Process launch(Path folder, int rounds) throws IOException {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                WriterProcess.class.getName(),
                folder.toString(),
                Integer.toString(rounds));
        File errors = File.createTempFile("writer-process", ".err", folder.toFile());
        return new ProcessBuilder(command).redirectError(errors).start();
    }
}
