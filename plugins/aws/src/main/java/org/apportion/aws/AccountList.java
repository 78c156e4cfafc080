package org.apportion.aws;

import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apportion.http.HttpCall;
import org.apportion.http.HttpCaller;
import org.apportion.http.HttpReply;
import org.apportion.http.Json;
import org.apportion.http.Redaction;
import org.apportion.http.objects.ObjectError;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code ListAccounts} of AWS Organizations, to its last page: a page may be empty and another one follow. Source: AWS Organizations
 * API Reference, "ListAccounts"; protocol JSON 1.1. The SDK's client is not used: it is megabytes for one call.
 */
final class AccountList {
    static final String PLACE = "organizations://accounts";

    private static final int PAGE = 20;
    private static final int MOST_ATTEMPTS = 8;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

    private final URI endpoint;
    private final RequestSigner signer;
    private final HttpCaller caller;
    private final Consumer<Duration> wait;

    AccountList(URI endpoint, RequestSigner signer, HttpCaller caller, Consumer<Duration> wait) {
        this.endpoint = endpoint;
        this.signer = signer;
        this.caller = caller;
        this.wait = wait;
    }

    /**
     * Name by account id, all of them.
     *
     * @throws org.apportion.model.ApportionException with an {@link ObjectError}
     */
    Map<String, String> names() {
        Map<String, String> names = new TreeMap<>();
        Set<String> seen = new HashSet<>();
        String next = "";
        do {
            JsonNode page = page(next);
            if (!page.path("Accounts").isArray()) {
                throw unreadable();
            }
            for (JsonNode account : page.path("Accounts")) {
                String id = Json.text(account, "Id");
                if (!id.matches("[0-9]{12}")) {
                    throw unreadable();
                }
                names.put(
                        id,
                        Json.text(account, "Name").replaceAll("\\p{Cntrl}", " ").strip());
            }
            next = Json.text(page, "NextToken");
            if (!next.isEmpty() && !seen.add(next)) {
                throw ObjectError.OBJECT_LISTING_ENDLESS.at(
                        PLACE, "the list of accounts leads back to a page before.", "Run it again later.");
            }
        } while (!next.isEmpty());
        return names;
    }

    private JsonNode page(String next) {
        ObjectNode body = Json.object().put("MaxResults", PAGE);
        if (!next.isEmpty()) {
            body.put("NextToken", next);
        }
        String problem = "";
        for (int attempt = 1; attempt <= MOST_ATTEMPTS; attempt++) {
            if (attempt > 1) {
                wait.accept(FIRST_PAUSE.multipliedBy(1L << (attempt - 2)));
            }
            HttpReply reply = caller.exchange(call(Json.write(body)));
            if (!(reply instanceof HttpReply.Answered answer)) {
                problem = reply instanceof HttpReply.Lost lost ? lost.reason() : ((HttpReply.NotSent) reply).reason();
            } else if (answer.isSuccess()) {
                return Json.read(answer.body()).orElseThrow(AccountList::unreadable);
            } else if (mayBeBetterLater(answer)) {
                problem = said(answer);
            } else {
                throw refusal(answer);
            }
        }
        throw ObjectError.OBJECT_NOT_READ.at(
                PLACE,
                "the list was not read in " + MOST_ATTEMPTS + " attempts: " + problem,
                "Run it again later; if the service was not reached, check the setting endpoint and the network.");
    }

    private HttpCall call(String body) {
        return signer.sign(
                "POST",
                URI.create(endpoint + "/"),
                Map.of(
                        "Content-Type",
                        "application/x-amz-json-1.1",
                        "X-Amz-Target",
                        "AWSOrganizationsV20161128.ListAccounts"),
                body);
    }

    /** The service throttles with status 400 and says so in the type. */
    private static boolean mayBeBetterLater(HttpReply.Answered answer) {
        String type = type(answer);
        return answer.status() / 100 == 5
                || answer.status() == 429
                || type.equals("TooManyRequestsException")
                || type.equals("ThrottlingException");
    }

    private static RuntimeException refusal(HttpReply.Answered answer) {
        String type = type(answer);
        if (type.equals("AWSOrganizationsNotInUseException")) {
            return ObjectError.OBJECT_STORE_UNKNOWN.at(
                    PLACE,
                    "the account of these credentials is in no organization.",
                    "Use the management account's or a delegated administrator's, by the setting role-arn.");
        }
        return ObjectError.OBJECT_REFUSED.at(
                PLACE,
                said(answer),
                "Give the credentials organizations:ListAccounts in the management account or a delegated administrator's,"
                        + " and check that they have not expired.");
    }

    private static String said(HttpReply.Answered answer) {
        String type = type(answer);
        return "the answer has status " + answer.status() + (type.isEmpty() ? "." : " " + Redaction.clean(type) + ".");
    }

    /** Without the name space before it. */
    private static String type(HttpReply.Answered answer) {
        return Json.read(answer.body())
                .map(body -> Json.text(body, "__type").replaceFirst("^.*#", ""))
                .orElse("");
    }

    private static RuntimeException unreadable() {
        return ObjectError.OBJECT_NOT_READ.at(
                PLACE,
                "the answer is not what AWS Organizations promises.",
                "Check the setting endpoint and that no proxy answers in its place.");
    }
}
