package org.apportion.benchmark;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;

/**
 * How long one thing took, in seconds.
 *
 * @param name what was timed, such as {@code raw}
 * @param seconds one figure per timed run, in the order of the runs
 * @param processorSeconds the same in seconds of processor time over all threads: steadier where other work runs beside it
 */
record Measurement(String name, double[] seconds, double[] processorSeconds) {
    private static final double NANOSECONDS = 1e9;

    double median() {
        return median(seconds);
    }

    double processorMedian() {
        return median(processorSeconds);
    }

    double fastest() {
        return Arrays.stream(seconds).min().orElse(Double.NaN);
    }

    double slowest() {
        return Arrays.stream(seconds).max().orElse(Double.NaN);
    }

    private static double median(double[] figures) {
        double[] sorted = figures.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** Runs the work once to warm up and then as often as told. */
    static Measurement of(String name, int repeats, Runnable work) {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        work.run();
        double[] seconds = new double[repeats];
        double[] processorSeconds = new double[repeats];
        for (int i = 0; i < repeats; i++) {
            long start = System.nanoTime();
            long processorStart = system.getProcessCpuTime();
            work.run();
            seconds[i] = (System.nanoTime() - start) / NANOSECONDS;
            processorSeconds[i] = (system.getProcessCpuTime() - processorStart) / NANOSECONDS;
        }
        return new Measurement(name, seconds, processorSeconds);
    }
}
