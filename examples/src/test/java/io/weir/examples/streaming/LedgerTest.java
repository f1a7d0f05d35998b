package io.weir.examples.streaming;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.examples.util.Totals;
import io.weir.examples.util.Transfer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the ledger and compares its lines with what a simple loop finds. */
class LedgerTest {
    private static final int TRANSFERS = 20_000;
    private static final int ACCOUNTS = 30;
    private static final long DAY = 86_400_000;
    private static final long HOUR = DAY / 24;

    @TempDir
    Path directory;

    private record Place(int account, long time) {}

    @Test
    void booksEachTransferOnce() throws Exception {
        Path output = directory.resolve("output");
        Ledger.main(new String[] {
            "--output", output.toString(), "--transfers", TRANSFERS + "", "--accounts", ACCOUNTS + "", "--rate", "50000"
        });
        assertThat(linesIn(output).stream().sorted())
                .isEqualTo(expected().stream().sorted().toList());
    }

    private static List<String> expected() {
        Map<Place, Totals> hours = new HashMap<>();
        Map<Place, Totals> statements = new HashMap<>();
        List<Totals> accounts = new ArrayList<>();
        for (int account = 0; account < ACCOUNTS; account++) {
            accounts.add(Totals.NONE);
        }
        for (long number = 0; number < TRANSFERS; number++) {
            Transfer transfer = Transfer.make(number, ACCOUNTS);
            long time = (long) ((double) number / TRANSFERS * DAY);
            int account = transfer.account();
            hours.merge(new Place(account, time / HOUR * HOUR), Totals.NONE.plus(transfer), Totals::plus);
            accounts.set(account, accounts.get(account).plus(transfer));
            statements.put(new Place(account, (time / (6 * HOUR) + 1) * 6 * HOUR), accounts.get(account));
        }
        List<String> lines = new ArrayList<>();
        hours.forEach((place, totals) ->
                lines.add("hour," + place.account + "," + place.time + "," + totals.count() + "," + totals.sum()));
        statements.keySet().removeIf(place -> place.time == DAY);
        statements.forEach((place, totals) ->
                lines.add("statement," + place.account + "," + place.time + "," + totals.count() + "," + totals.sum()));
        for (int account = 0; account < ACCOUNTS; account++) {
            Totals totals = accounts.get(account);
            lines.add("state," + account + "," + totals.count() + "," + totals.sum() + "," + totals.digest());
        }
        return lines;
    }

    private static List<String> linesIn(Path output) throws IOException {
        List<String> lines = new ArrayList<>();
        try (Stream<Path> files = Files.walk(output)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(file.getFileName().toString()).doesNotStartWith(".");
                lines.addAll(Files.readAllLines(file));
            }
        }
        return lines;
    }
}
