package org.apportion.ledger;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Who holds a lease.
 *
 * @param processSpace tells machines and containers apart that share a host name; a process id means something only inside
 * @param processStarted tells a process from a later one that got the same id
 * @param user name of the operating system's user
 */
public record Holder(String host, String processSpace, long pid, Instant processStarted, String user) {
    private static final Duration CLOCK_MOVES = Duration.ofMinutes(2);

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

    /**
     * True if it certainly no longer runs: it ran where this process runs, and no process has its id and start. Nothing is
     * certain about another user's process, which a system may hide.
     */
    boolean isDead(Holder observer) {
        if (!host.equals(observer.host) || !processSpace.equals(observer.processSpace) || !user.equals(observer.user)) {
            return false;
        }
        Optional<ProcessHandle> process = ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
        return process.isEmpty()
                || process.get().info().startInstant().filter(this::isOther).isPresent();
    }

    /** Systems tell a start by today's clock: where that was set meanwhile, the start of the same process has moved. */
    private boolean isOther(Instant started) {
        return !processStarted.equals(Instant.EPOCH)
                && Duration.between(started, processStarted).abs().compareTo(CLOCK_MOVES) > 0;
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
