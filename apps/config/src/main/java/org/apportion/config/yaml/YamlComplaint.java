package org.apportion.config.yaml;

import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Turns a parser's complaint into our words. */
final class YamlComplaint {
    private YamlComplaint() {}

    /** Where to look: where a quote or bracket opens that is never closed, else where the parser stopped. */
    static Optional<Mark> mark(MarkedYamlEngineException complaint) {
        return isUnclosedQuote(complaint) || isUnclosedBracket(complaint)
                ? complaint.getContextMark().or(complaint::getProblemMark)
                : complaint.getProblemMark().or(complaint::getContextMark);
    }

    private static boolean isUnclosedQuote(MarkedYamlEngineException complaint) {
        return complaint.getProblem().contains("unexpected end of stream");
    }

    private static boolean isUnclosedBracket(MarkedYamlEngineException complaint) {
        return complaint.getProblem().startsWith("expected ',' or");
    }

    private static String line(MarkedYamlEngineException complaint) {
        return complaint
                .getProblemMark()
                .map(mark -> " before line " + (mark.getLine() + 1))
                .orElse("");
    }

    static String words(MarkedYamlEngineException complaint) {
        String problem = complaint.getProblem();
        if (problem.contains("TAB")) {
            return "A tab stands where blanks are expected";
        }
        if (isUnclosedQuote(complaint)) {
            return "The quote that opens here is never closed";
        }
        if (isUnclosedBracket(complaint)) {
            return "The bracket that opens here is not closed" + line(complaint);
        }
        return "The file is not YAML here: " + problem;
    }

    static String advice(MarkedYamlEngineException complaint) {
        String problem = complaint.getProblem();
        if (problem.contains("TAB")) {
            return "Indent with blanks, two per level.";
        }
        if (problem.contains("mapping values are not allowed")) {
            return "Put text that contains a colon and a blank into quotes, or mend the indentation.";
        }
        if (problem.contains("block end") || problem.contains("expected the node content")) {
            return "Check the indentation of this line and the quotes before it.";
        }
        if (isUnclosedQuote(complaint) || isUnclosedBracket(complaint)) {
            return "Close it, and put commas between the values of a list in brackets.";
        }
        if (problem.contains("undefined alias")) {
            return "Define the anchor (&name) before it is used (*name), in the same file.";
        }
        return "Check the quotes, brackets and the indentation at this place.";
    }

    static String firstLine(YamlEngineException complaint) {
        String message = complaint.getMessage();
        return message == null ? "unknown reason" : message.lines().findFirst().orElse("unknown reason");
    }
}
