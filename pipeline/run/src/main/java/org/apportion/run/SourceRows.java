package org.apportion.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apportion.ingest.delivery.Content;
import org.apportion.ingest.delivery.Contribution;
import org.apportion.ingest.delivery.Sums;
import org.apportion.lake.FileFilter;
import org.apportion.lake.LakeView;
import org.apportion.model.BillingMonth;
import org.apportion.model.source.SourceDefinition;

/** What the lake holds of sources, whether the configuration names them or not. */
final class SourceRows {
    private static final String SOURCE = "x_Source";

    private final Workspace workspace;
    private final LakeView view;

    SourceRows(Workspace workspace, LakeView view) {
        this.workspace = workspace;
        this.view = view;
    }

    static Set<String> configured(Workspace workspace) {
        return workspace.configuration().sources().stream()
                .map(SourceDefinition::id)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Sources with rows that the configuration does not name, in order. */
    Set<String> unconfigured() {
        Set<String> sources = new TreeSet<>();
        for (Content content : Content.values()) {
            sources.addAll(view.values(content.table(), SOURCE));
        }
        sources.removeAll(configured(workspace));
        return sources;
    }

    /** Rows and sums by month and currency or metric, in that order. */
    List<Contribution> of(Content content, String source, Optional<BillingMonth> month) {
        FileFilter slice = month.map(one -> FileFilter.ALL.is(content.month(), one.toString()))
                .orElse(FileFilter.ALL)
                .is(SOURCE, source);
        return view.files(content.table(), slice).isEmpty()
                ? List.of()
                : new Sums(workspace.engine(), content).of(source, view.relation(content.table(), slice), "true");
    }

    /** One sentence for each source that counts in a month though the configuration does not name it. */
    List<String> warnings(BillingMonth month) {
        return unconfigured().stream()
                .flatMap(source -> warning(source, month).stream())
                .toList();
    }

    private Optional<String> warning(String source, BillingMonth month) {
        List<String> sums = new ArrayList<>();
        for (Content content : Content.values()) {
            of(content, source, Optional.of(month))
                    .forEach(sum -> sums.add(sum.total().toPlainString() + " " + sum.measure()));
        }
        return sums.isEmpty()
                ? Optional.empty()
                : Optional.of(String.join(", ", sums) + " of source " + source
                        + ", which is not in the configuration, count in " + month
                        + "; take them out with 'apportion maintain forget --source " + source + "'");
    }
}
