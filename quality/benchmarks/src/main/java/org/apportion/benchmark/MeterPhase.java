package org.apportion.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;

/** The runs of one kind of tick: their seconds, and how many transactions each took. */
final class MeterPhase {
    private static final double NANOSECONDS = 1e9;
    private static final int MEGABYTE = 1 << 20;

    private final String name;
    private final AtomicInteger commits;
    private final List<Double> seconds = new ArrayList<>();
    private final List<Double> processorSeconds = new ArrayList<>();
    private String result = "";

    MeterPhase(String name, AtomicInteger commits) {
        this.name = name;
        this.commits = commits;
        Machine.forgetPeak();
    }

    /** @param expected what the work must return: charges that the marketplace took */
    void time(int expected, IntSupplier work) {
        int before = commits.get();
        long start = System.nanoTime();
        double processorStart = Machine.processorSeconds();
        int billed = work.getAsInt();
        seconds.add((System.nanoTime() - start) / NANOSECONDS);
        processorSeconds.add(Machine.processorSeconds() - processorStart);
        if (billed != expected) {
            throw new IllegalStateException(name + ": " + billed + " charges were taken, not " + expected + ".");
        }
        result = String.format(
                Locale.ROOT,
                "%d charges in %d transactions with a heap of %d MB",
                billed,
                commits.get() - before,
                Runtime.getRuntime().maxMemory() / MEGABYTE);
    }

    Measurement measurement() {
        return new Measurement(name, figures(seconds), figures(processorSeconds), Machine.peakMegabytes(), 1, result);
    }

    private static double[] figures(List<Double> figures) {
        return figures.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
