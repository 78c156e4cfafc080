package org.apportion.ingest.delivery;

import java.util.ArrayList;
import java.util.List;

/**
 * What versions and manifests say about the age of a delivery, compared with the present one. Of several exports each is compared
 * with its own former state: one that is newer never covers for another that is older or gone. Pure.
 *
 * @param gone exports of the present delivery that are not offered
 * @param older exports that are offered as they were before
 * @param newer exports that are offered in a later state, or for the first time
 */
record Age(List<String> gone, List<String> older, List<String> newer) {

    static Age of(Delivery offered, Delivery present) {
        Age age = new Age(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        if (offered.exports().isEmpty() || present.exports().isEmpty()) {
            offered.version()
                    .ifPresent(version -> present.version().ifPresent(before -> age.compare("all", version, before)));
            return age;
        }
        present.exports().forEach((export, before) -> {
            String now = offered.exports().get(export);
            if (now == null) {
                age.gone.add(export);
            } else {
                age.compare(export, now, before);
            }
        });
        offered.exports().keySet().stream()
                .filter(export -> !present.exports().containsKey(export))
                .forEach(age.newer::add);
        return age;
    }

    private void compare(String export, String now, String before) {
        int comparison = now.compareTo(before);
        if (comparison != 0) {
            (comparison > 0 ? newer : older).add(export);
        }
    }

    boolean isNewer() {
        return gone.isEmpty() && older.isEmpty() && !newer.isEmpty();
    }

    boolean isOlder() {
        return gone.isEmpty() && newer.isEmpty() && !older.isEmpty();
    }

    /** Whether exports contradict each other. */
    boolean isUnclear() {
        return !gone.isEmpty() || !older.isEmpty() && !newer.isEmpty();
    }
}
