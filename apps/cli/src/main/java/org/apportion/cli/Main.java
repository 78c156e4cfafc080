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
        PrintWriter out = new PrintWriter(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        boolean interactive = Boolean.getBoolean("apportion.interactive");
        int code = new CommandLineApp(new Terminal(out, err, System.getenv(), interactive)).run(arguments);
        out.flush();
        err.flush();
        System.exit(code);
    }
}
