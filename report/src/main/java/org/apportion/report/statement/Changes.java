package org.apportion.report.statement;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apportion.model.CodePointOrder;
import org.apportion.model.organization.Organization;
import org.apportion.model.organization.OrganizationUnit;
import org.apportion.report.statement.Figures.Contributor;
import org.apportion.report.statement.Statement.Cause;
import org.apportion.report.statement.Statement.Mover;

/** Finds the services whose cost changed most against the month before, and who caused it. */
final class Changes {
    private static final int MOVERS = 8;
    private static final int CAUSES = 3;

    private final Organization organization;
    private final Figures figures;

    Changes(Organization organization, Figures figures) {
        this.organization = organization;
        this.figures = figures;
    }

    List<Mover> of(String page, String currency) {
        Map<String, BigDecimal> now = figures.services.of(page, currency);
        Map<String, BigDecimal> before = figures.servicesBefore.of(page, currency);
        Set<String> services = new TreeSet<>(CodePointOrder.INSTANCE);
        services.addAll(now.keySet());
        services.addAll(before.keySet());
        List<Mover> movers = new ArrayList<>();
        for (String service : services) {
            BigDecimal earlier = before.getOrDefault(service, BigDecimal.ZERO);
            BigDecimal amount = now.getOrDefault(service, BigDecimal.ZERO);
            BigDecimal change = amount.subtract(earlier);
            if (Rounding.round(change, currency).signum() != 0) {
                BigDecimal corrections =
                        figures.correctedServices.of(page, currency).getOrDefault(service, BigDecimal.ZERO);
                movers.add(new Mover(service, earlier, amount, change, causes(page, currency, service), corrections));
            }
        }
        movers.sort(Comparator.comparing((Mover mover) -> mover.change().abs()).reversed());
        return movers.subList(0, Math.min(MOVERS, movers.size()));
    }

    private List<Cause> causes(String page, String currency, String service) {
        return figures.contributors(page, currency, service).stream()
                .filter(one -> Rounding.round(one.change(), currency).signum() != 0)
                .sorted(Comparator.comparing((Contributor one) -> one.change().abs())
                        .reversed()
                        .thenComparing(Contributor::name, CodePointOrder.INSTANCE))
                .limit(CAUSES)
                .map(one -> new Cause(
                        one.unit().equals(page) ? Optional.empty() : Optional.of(unit(one.unit())),
                        one.name(),
                        one.change(),
                        one.before().signum() == 0,
                        one.amount().signum() == 0))
                .toList();
    }

    private String unit(String id) {
        return organization.find(id).map(OrganizationUnit::name).orElse(id);
    }
}
