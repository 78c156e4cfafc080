package org.apportion.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.apportion.report.CoverageQuery;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code apportion tags coverage}. */
@Command(
        name = "coverage",
        mixinStandardHelpOptions = true,
        description = {
            "How much of the cost has a value for a tag, and how many resources.",
            "Tags are resolved: synonyms, inheritance and conflicts are those of the configuration at the run."
        },
        footer = {
            "",
            "Examples:",
            "  apportion tags coverage",
            "  apportion tags coverage --key team --by account --output csv",
            "  apportion tags coverage --key team --where service=AmazonEC2"
        })
final class TagsCoverageCommand implements Callable<Integer> {
    @Mixin
    private final Question question;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private Selection selection;

    @Option(
            names = {"-k", "--key"},
            paramLabel = "<key>",
            description = "Tag key; may be repeated. Default: those that rules and the directory name")
    private List<String> keys = new ArrayList<>();

    @Option(
            names = {"-b", "--by"},
            split = ",",
            paramLabel = "<word>",
            description = "Words to group by, as of 'apportion report'.")
    private List<String> by = new ArrayList<>();

    TagsCoverageCommand(Terminal terminal) {
        this.question = new Question(terminal);
    }

    @Override
    public Integer call() {
        return question.print(reports -> reports.coverage(
                new CoverageQuery(selection.from(question.month(reports)), keys, by, selection.filters())));
    }
}
