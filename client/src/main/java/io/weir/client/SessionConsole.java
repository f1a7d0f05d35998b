package io.weir.client;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Stays with a session: obeys what is typed, and notices when the session has ended. The thread of the command owns it; a
 * second thread reads standard input.
 */
final class SessionConsole {
    /** After so many polls without an answer in a row the session counts as lost. */
    private static final int PATIENCE = 5;

    private static final String END_OF_INPUT = "\u0004";

    private final Console console;
    private final SessionAccess.Session session;
    private final InputStream input;
    private final Duration poll;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    /**
     * Creates the console of a session.
     *
     * @param console where it prints
     * @param session the session
     * @param input what is typed
     * @param poll how often the session is asked whether it is still there
     */
    SessionConsole(Console console, SessionAccess.Session session, InputStream input, Duration poll) {
        this.console = console;
        this.session = session;
        this.input = input;
        this.poll = poll;
    }

    /**
     * Stays until the session has ended, or standard input has if the session is another's.
     *
     * @param owned whether the session was started here, so that it is not left when standard input ends
     * @return the exit code
     * @throws InterruptedException if the thread is interrupted
     */
    int attach(boolean owned) throws InterruptedException {
        console.out().println("Attached to " + session.applicationId() + "; type stop or help.");
        startReading();
        return obey(owned);
    }

    private void startReading() {
        Thread reader = new Thread(this::read, "standard-input");
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(input, StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.add(line.strip().toLowerCase(Locale.ROOT));
            }
        } catch (IOException e) {
            console.complain("Standard input cannot be read any more: " + e.getMessage() + ".");
        }
        lines.add(END_OF_INPUT);
    }

    private int obey(boolean owned) throws InterruptedException {
        int unanswered = 0;
        while (unanswered < PATIENCE) {
            String line = lines.poll(poll.toMillis(), TimeUnit.MILLISECONDS);
            if (line == null) {
                unanswered = session.isAlive() ? 0 : unanswered + 1;
            } else if (line.equals("stop") || line.equals("quit")) {
                session.stop();
                console.out().println("The session " + session.applicationId() + " was stopped.");
                return ExitCode.DONE;
            } else if (line.equals(END_OF_INPUT)) {
                if (!owned) {
                    return ExitCode.DONE; // the session is not ours to end
                }
            } else if (!line.isEmpty()) {
                console.out()
                        .println("stop (or quit) cancels all jobs and ends the session; Ctrl-C does "
                                + (owned ? "the same." : "not end it."));
            }
        }
        String diagnostics = session.diagnostics();
        console.complain("The session " + session.applicationId() + " does not answer any more"
                + (diagnostics.isEmpty() ? "." : ": " + diagnostics));
        return ExitCode.UNREACHABLE;
    }
}
