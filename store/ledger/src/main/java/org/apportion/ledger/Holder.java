package org.apportion.ledger;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/**
 * Who holds a lease.
 *
 * @param processSpace tells machines and containers apart that share a host name; a process id means something only inside
 * @param processStarted tells a process from a later one that got the same id
 * @param user name of the operating system's user
 */
public record Holder(String host, String processSpace, long pid, Instant processStarted, String user) {

    /** This process. */
    public static Holder current() {
        ProcessHandle process = ProcessHandle.current();
        return new Holder(
                hostName(),
                linuxProcessSpace(),
                process.pid(),
                process.info().startInstant().orElse(Instant.EPOCH),
                System.getProperty("user.name", "unknown"));
    }

    /** True if it certainly no longer runs: it ran where this process runs, and no process has its id and start. */
    boolean isDead(Holder observer) {
        return host.equals(observer.host)
                && processSpace.equals(observer.processSpace)
                && ProcessHandle.of(pid)
                        .filter(ProcessHandle::isAlive)
                        .flatMap(process -> process.info().startInstant())
                        .filter(processStarted::equals)
                        .isEmpty();
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    /** Kernel start and process-id namespace on Linux; empty elsewhere, where a machine has a single process space. */
    private static String linuxProcessSpace() {
        Path kernelStart = Path.of("/proc/sys/kernel/random/boot_id");
        Path namespace = Path.of("/proc/self/ns/pid");
        try {
            return Files.exists(kernelStart)
                    ? Files.readString(kernelStart).strip() + " " + Files.readSymbolicLink(namespace)
                    : "";
        } catch (IOException e) {
            return "";
        }
    }

    @Override
    public String toString() {
        return user + " on " + host + ", process " + pid;
    }
}
