package org.apportion.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/** The process: connects the command line to the real streams and ends with its exit code. */
public final class Main {
    private Main() {}

    /** Entry point of {@code ./apportion}. */
    public static void main(String[] arguments) {
        StandardOutput output = new StandardOutput();
        PrintWriter out = new PrintWriter(output, false, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        boolean interactive = Boolean.getBoolean("apportion.interactive");
        boolean readByPerson = Boolean.getBoolean("apportion.answers-on-terminal");
        int code =
                new CommandLineApp(new Terminal(out, err, System.getenv(), interactive, readByPerson)).run(arguments);
        out.flush();
        String problem = output.problem();
        if (problem != null) {
            err.println(CliError.OUTPUT_LOST + " standard output: The answer could not be written (" + problem
                    + "). Free space or name another target, then ask again.");
            code = code == 0 ? ExitCode.FAILED.number() : code;
        }
        err.flush();
        System.exit(code);
    }
}
