package org.apportion.server;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apportion.model.ApportionException;

/** Hands requests to the pages of their port, for those who may read them. */
final class PageServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final String READER = "[A-Za-z0-9._-]{1,100}";
    private static final String TIMEOUT = "X-Prometheus-Scrape-Timeout-Seconds";
    /** The rest is for the way. */
    private static final BigDecimal MOST_OF_IT = new BigDecimal("0.9");

    private static final int NANO_DIGITS = 9;

    private final transient Map<String, Page> pages;
    private final transient Login login;
    private final transient Consumer<String> log;
    private final transient LongSupplier nanoTime;

    /**
     * @param pages by the name of the connector
     * @param log receives a line for what went wrong; never a secret
     * @param nanoTime time that passes, in 1e-9 s
     */
    PageServlet(Map<String, Page> pages, Login login, Consumer<String> log, LongSupplier nanoTime) {
        this.pages = Map.copyOf(pages);
        this.login = login;
        this.log = log;
        this.nanoTime = nanoTime;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        boolean isLook = request.getMethod().equals("HEAD");
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Content-Type-Options", "nosniff");
        if (!isLook && !request.getMethod().equals("GET")) {
            response.setHeader("Allow", "GET, HEAD");
            send(response, Answer.of(405, "Only GET and HEAD."), false);
            return;
        }
        long begun = nanoTime.getAsLong();
        Answer answer = answer(request, response, isLook);
        send(response, isTooLate(request, begun) ? answer.withoutAfterwards() : answer, isLook);
    }

    /** Prometheus says how long it waits: an answer after that has no reader any more, though the network takes it. */
    private boolean isTooLate(HttpServletRequest request, long begun) {
        String timeout = Objects.requireNonNullElse(request.getHeader(TIMEOUT), "");
        return timeout.matches("[0-9]{1,6}(\\.[0-9]{1,9})?")
                && BigDecimal.valueOf(nanoTime.getAsLong() - begun, NANO_DIGITS)
                                .compareTo(new BigDecimal(timeout).multiply(MOST_OF_IT))
                        > 0;
    }

    private Answer answer(HttpServletRequest request, HttpServletResponse response, boolean isLook) {
        Page page = pages.get(String.valueOf(request.getAttribute(NamedPort.ATTRIBUTE)));
        String path = request.getRequestURI();
        if (page == null) {
            return Answer.of(404, "There is nothing here.");
        }
        Optional<Login.Caller> caller = login.of(Objects.requireNonNullElse(request.getHeader("Authorization"), ""));
        if (caller.isEmpty() && page.isRestricted(path)) {
            response.setHeader("WWW-Authenticate", "Basic realm=\"Apportion\", charset=\"UTF-8\"");
            return Answer.of(401, "A login is needed.");
        }
        Optional<String> named = Optional.ofNullable(request.getParameter("reader"));
        if (named.isPresent() && !named.get().matches(READER)) {
            return Answer.of(400, "A reader's name has 1 to 100 letters, digits, dots, dashes and underscores.");
        }
        if (named.filter(login::hasToken).isPresent()
                && !caller.flatMap(Login.Caller::reader).equals(named)) {
            return Answer.of(403, "This reader is known by its token.");
        }
        Ask ask = new Ask(
                path,
                isLook,
                Objects.requireNonNullElse(request.getHeader("Accept"), ""),
                caller.flatMap(Login.Caller::reader).or(() -> named),
                Optional.ofNullable(request.getParameter("replay")),
                Optional.ofNullable(request.getParameter("after")));
        try {
            return page.answer(ask);
        } catch (ApportionException e) {
            log.accept(path + ": " + e.getMessage());
            return Answer.of(503, e.code().name() + ": the server's log says more.");
        } catch (RuntimeException e) {
            log.accept(path + ": INTERNAL " + e);
            return Answer.of(500, "INTERNAL: the server's log says more.");
        }
    }

    /** What is to be done afterwards is done only if the network took all. */
    private void send(HttpServletResponse response, Answer answer, boolean isLook) throws IOException {
        try {
            write(response, answer, isLook);
            answer.afterwards().run();
        } catch (ApportionException e) {
            log.accept("The reader gets this hour again: " + e.getMessage());
        } finally {
            answer.ended().run();
        }
    }

    private static void write(HttpServletResponse response, Answer answer, boolean isLook) throws IOException {
        response.setStatus(answer.status());
        response.setContentType(answer.contentType());
        response.setContentLength(answer.body().length);
        if (!isLook) {
            response.getOutputStream().write(answer.body());
        }
        response.flushBuffer();
        response.getOutputStream().close();
    }
}
