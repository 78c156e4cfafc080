package org.apportion.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Works on a small disk that becomes full again and again, and prints what the commands answered. */
final class DiskFullProcess {
    /** Kibibytes that are left when a restated month is run: from nothing to almost enough. */
    static final List<Integer> LEFT = List.of(0, 40, 120, 250);

    private static long began = System.nanoTime();

    private DiskFullProcess() {}

    /** @param arguments a folder on a disk of its own */
    public static void main(String[] arguments) throws IOException {
        Path disk = Path.of(arguments[0]);
        Company company = Company.in(disk.resolve("company"));
        Path filler = disk.resolve("filler");
        tell("first", Cli.run("run", "-q", "-m", "2026-10", "-c", company.config()));
        company.bill(Company.row("Compute", "vm-1", "7.00", "shop"), 2_000);
        for (int left : LEFT) {
            fill(filler, disk, left * 1024L);
            tell("full", Cli.run("run", "-q", "-m", "2026-10", "-c", company.config()));
            Files.delete(filler);
        }
        tell("charges", Cli.run("unallocated", "-m", "2026-10", "-o", "csv", "-c", company.config()));
        tell("again", Cli.run("run", "-q", "-m", "2026-10", "-c", company.config()));
    }

    private static void tell(String what, Cli.Answer answer) {
        String err = answer.err().strip().replace('\n', ' ');
        String seconds = Duration.ofNanos(System.nanoTime() - began).toSeconds() + " s";
        began = System.nanoTime();
        System.out.println(
                what + " " + answer.code() + " " + err + " | " + answer.out().replace('\n', ' ') + " | " + seconds);
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
