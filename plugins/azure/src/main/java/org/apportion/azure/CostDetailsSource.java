package org.apportion.azure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apportion.azure.CostReports.Blob;
import org.apportion.azure.CostReports.Report;
import org.apportion.azure.CostReports.Request;
import org.apportion.http.HttpCaller;
import org.apportion.http.Json;
import org.apportion.http.objects.ObjectError;
import org.apportion.spi.Progress;
import org.apportion.spi.source.FetchWindow;
import org.apportion.spi.source.Fetched;
import org.apportion.spi.source.RemoteSource;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Cost details of whole months: for each metric and month one folder {@code <metric>/<yyyymm>/<time>} with the files of the newest
 * report and a manifest in the form of Azure's exports, so that an import takes all of them or none. A report that says the
 * same as the last one leaves it as it is; a new folder appears at once, and only then the older one goes.
 */
final class CostDetailsSource implements RemoteSource {
    /** The service makes its reports anew every four hours. */
    private static final Duration FRESH = Duration.ofHours(4);

    private static final int REPORTS = 3;
    private static final DateTimeFormatter MONTH = DateTimeFormatter.ofPattern("uuuuMM");
    private static final DateTimeFormatter RUN =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final CostReports reports;
    private final BlobDownload downloads;
    private final List<String> metrics;
    private final Path folder;

    /** @param metrics of {@code actual} and {@code amortized} */
    CostDetailsSource(
            CostReports reports, HttpCaller caller, Consumer<Duration> wait, List<String> metrics, Path folder) {
        this.reports = reports;
        this.downloads = new BlobDownload(reports, caller, wait);
        this.metrics = List.copyOf(metrics);
        this.folder = folder;
    }

    @Override
    public Fetched fetch(FetchWindow window, Progress progress) {
        progress.start("Fetching " + reports.name(), 0, "reports");
        LocalDate today = LocalDate.ofInstant(reports.now(), ZoneOffset.UTC);
        List<String> notes = new ArrayList<>();
        long found = 0;
        long brought = 0;
        long bytes = 0;
        try {
            for (String metric : metrics) {
                for (LocalDate month = window.from().withDayOfMonth(1);
                        month.isBefore(window.to()) && !month.isAfter(today);
                        month = month.plusMonths(1)) {
                    Optional<Long> size = bring(metric, month, today, notes);
                    progress.advanceTo(++found);
                    brought += size.isPresent() ? 1 : 0;
                    bytes += size.orElse(0L);
                }
            }
        } catch (IOException e) {
            throw ObjectError.OBJECT_FILE_UNWRITABLE.at(
                    folder.toString(),
                    "a file of the fetch cannot be written.",
                    "Check the permissions of the folder and that the disk has space.");
        }
        return new Fetched(found, brought, bytes, notes);
    }

    /** The bytes of a new report; empty if nothing changed. */
    private Optional<Long> bring(String metric, LocalDate month, LocalDate today, List<String> notes)
            throws IOException {
        Path place = Files.createDirectories(folder.resolve(metric).resolve(month.format(MONTH)));
        Optional<Path> last = runs(place).max(Comparator.comparing(Path::toString));
        Instant now = reports.now().truncatedTo(ChronoUnit.SECONDS);
        if (last.isPresent() && isFresh(last.get(), now)) {
            return Optional.empty();
        }
        LocalDate lastDay = month.plusMonths(1).minusDays(1);
        Request request = new Request(
                metric.equals("actual") ? "ActualCost" : "AmortizedCost",
                month,
                lastDay.isAfter(today) ? today : lastDay);
        Path part = folder.resolve(".state").resolve(metric + "-" + month.format(MONTH));
        Optional<List<Path>> files = files(request, part, metric + "-" + month.format(MONTH));
        if (files.isEmpty()) {
            notes.add("no " + metric + " cost of " + month.toString().substring(0, 7) + " at " + reports.name()
                    + (last.isPresent() ? "; the report that is here stays" : ""));
            return Optional.empty();
        }
        if (last.isPresent() && isSame(last.get(), files.get())) {
            remove(part);
            return Optional.empty();
        }
        Files.writeString(part.resolve("manifest.json"), manifest(request, now, files.get()));
        Files.move(part, place.resolve(RUN.format(now)), StandardCopyOption.ATOMIC_MOVE);
        for (Path older :
                runs(place).filter(run -> !run.endsWith(RUN.format(now))).toList()) {
            remove(older);
        }
        long size = 0;
        for (Path file : files.get()) {
            size += Files.size(place.resolve(RUN.format(now)).resolve(file.getFileName()));
        }
        return Optional.of(size);
    }

    /** The files of a report, all of them; links that ended meanwhile are asked for anew. */
    private Optional<List<Path>> files(Request request, Path part, String name) throws IOException {
        for (int attempt = 1; attempt <= REPORTS; attempt++) {
            remove(part);
            Files.createDirectories(part);
            Optional<Report> report = reports.make(request);
            if (report.isEmpty()) {
                remove(part);
                return Optional.empty();
            }
            List<Path> files = new ArrayList<>();
            for (Blob blob : report.get().blobs()) {
                Path file = part.resolve(String.format("%s-%04d.csv", name, files.size())
                        + (report.get().compressed() ? ".gz" : ""));
                if (!downloads.bring(blob, file)) {
                    break;
                }
                files.add(file);
            }
            if (files.size() == report.get().blobs().size()) {
                return Optional.of(files);
            }
        }
        throw reports.notRead(
                "the links to the report ended before it was read, " + REPORTS + " times.",
                "Check this machine's clock and its way to Blob Storage, then run it again.");
    }

    /** As Azure's exports have it; the import reads it so. */
    private String manifest(Request request, Instant submitted, List<Path> files) throws IOException {
        ObjectNode manifest = Json.object();
        manifest.putObject("exportConfig")
                .put("exportName", "cost-details")
                .put("resourceId", reports.name())
                .put("type", request.metric());
        manifest.putObject("runInfo")
                .put("submittedTime", submitted.toString())
                .put("startDate", request.start() + "T00:00:00Z")
                .put("endDate", request.end() + "T00:00:00Z");
        ArrayNode blobs = manifest.putArray("blobs");
        for (Path file : files) {
            blobs.addObject().put("blobName", file.getFileName().toString()).put("byteCount", Files.size(file));
        }
        return Json.write(manifest);
    }

    private static boolean isFresh(Path run, Instant now) {
        return RUN.parse(run.getFileName().toString(), Instant::from)
                .plus(FRESH)
                .isAfter(now);
    }

    private static boolean isSame(Path run, List<Path> files) throws IOException {
        List<Path> before;
        try (Stream<Path> all = Files.list(run)) {
            before =
                    all.filter(file -> !file.endsWith("manifest.json")).sorted().toList();
        }
        if (before.size() != files.size()) {
            return false;
        }
        for (int i = 0; i < files.size(); i++) {
            if (Files.mismatch(before.get(i), files.get(i)) >= 0) {
                return false;
            }
        }
        return true;
    }

    private static Stream<Path> runs(Path place) throws IOException {
        try (Stream<Path> all = Files.list(place)) {
            return all.filter(run -> run.getFileName().toString().matches("[0-9]{8}T[0-9]{6}Z")).toList().stream();
        }
    }

    private static void remove(Path place) throws IOException {
        if (Files.exists(place)) {
            List<Path> all;
            try (Stream<Path> walk = Files.walk(place)) {
                all = walk.sorted(Comparator.reverseOrder()).toList();
            }
            for (Path each : all) {
                Files.delete(each);
            }
        }
    }

    @Override
    public void close() {
        // Calls are made one by one; nothing stays open.
    }
}
