package org.apportion.server;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.apportion.model.ApportionException;

/** Hands requests to the pages of their port, for those who may read them. */
final class PageServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final String READER = "[A-Za-z0-9._-]{1,100}";

    private final transient Map<String, Page> pages;
    private final transient Login login;
    private final transient Consumer<String> log;

    /**
     * @param pages by the name of the connector
     * @param log receives a line for what went wrong; never a secret
     */
    PageServlet(Map<String, Page> pages, Login login, Consumer<String> log) {
        this.pages = Map.copyOf(pages);
        this.login = login;
        this.log = log;
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
        send(response, answer(request, response, isLook), isLook);
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
        Ask ask = new Ask(
                path,
                isLook,
                Objects.requireNonNullElse(request.getHeader("Accept"), ""),
                caller.flatMap(Login.Caller::reader).or(() -> named),
                Optional.ofNullable(request.getParameter("replay")));
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
        response.setStatus(answer.status());
        response.setContentType(answer.contentType());
        response.setContentLength(answer.body().length);
        if (!isLook) {
            response.getOutputStream().write(answer.body());
        }
        response.flushBuffer();
        response.getOutputStream().close();
        try {
            answer.afterwards().run();
        } catch (ApportionException e) {
            log.accept("The reader gets this hour again: " + e.getMessage());
        }
    }
}
