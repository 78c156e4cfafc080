package org.apportion.config.yaml;

import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Turns a parser's complaint into our words. */
final class YamlComplaint {
    private YamlComplaint() {}

    static String words(MarkedYamlEngineException complaint) {
        String problem = complaint.getProblem();
        if (problem.contains("TAB")) {
            return "A tab stands where blanks are expected";
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
