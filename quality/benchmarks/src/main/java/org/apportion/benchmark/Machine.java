package org.apportion.benchmark;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** What this process used of the machine. */
final class Machine {
    private static final OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private static final Path PEAK_RESET = Path.of("/proc/self/clear_refs");
    private static final Path STATUS = Path.of("/proc/self/status");

    private Machine() {}

    /** Processor time of all threads of this process since its start. */
    static double processorSeconds() {
        return SYSTEM.getProcessCpuTime() / 1e9;
    }

    static double loadAverage() {
        return SYSTEM.getSystemLoadAverage();
    }

    /** Begins a new peak of memory; only Linux tells it. */
    static void forgetPeak() {
        try {
            if (Files.isWritable(PEAK_RESET)) {
                Files.writeString(PEAK_RESET, "5");
            }
        } catch (IOException e) {
            // The peak then counts from the start of the process, which is never too low.
        }
    }

    /** Largest resident memory of this process since {@link #forgetPeak}, in megabytes; 0 where the system does not tell. */
    static long peakMegabytes() {
        if (!Files.isReadable(STATUS)) {
            return 0;
        }
        try {
            return Files.readAllLines(STATUS).stream()
                    .filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }
}
