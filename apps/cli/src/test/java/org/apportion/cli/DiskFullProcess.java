package org.apportion.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Runs one command on a small disk, as a process of its own, and prints what it answered. */
final class DiskFullProcess {
    private DiskFullProcess() {}

    /**
     * Runs the command that the arguments say.
     *
     * @param arguments a folder on a disk of its own; then {@code first} for a new month, {@code charges} or {@code again}, or
     *     how many kibibytes are left when a restated month is run
     */
    public static void main(String[] arguments) throws IOException {
        Path disk = Path.of(arguments[0]);
        String step = arguments[1];
        Path folder = disk.resolve("company");
        String config = folder.resolve("apportion.yaml").toString();
        String[] run = {"run", "-q", "-m", "2026-10", "-c", config};
        switch (step) {
            case "first" -> {
                Company company = Company.in(folder);
                tell(step, Cli.run(run));
                company.bill(Company.row("Compute", "vm-1", "7.00", "shop"), 2_000);
            }
            case "charges" -> tell(step, Cli.run("unallocated", "-m", "2026-10", "-o", "csv", "-c", config));
            case "again" -> tell(step, Cli.run(run));
            default -> {
                Path filler = disk.resolve("filler");
                fill(filler, disk, Integer.parseInt(step) * 1024L);
                tell("full", Cli.run(run));
                Files.delete(filler);
            }
        }
    }

    private static void tell(String what, Cli.Answer answer) {
        String err = answer.err().strip().replace('\n', ' ');
        System.out.println(
                what + " " + answer.code() + " " + err + " | " + answer.out().replace('\n', ' '));
    }

    private static void fill(Path filler, Path disk, long left) throws IOException {
        byte[] block = new byte[4096];
        try (OutputStream out = Files.newOutputStream(filler)) {
            while (Files.getFileStore(disk).getUsableSpace() > left) {
                out.write(block);
            }
        }
    }
}
