package io.weir.examples.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import io.weir.examples.util.Outputs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Examples over files that nobody here wrote, with answers that were found by other means. */
class RealInputTest {
    @TempDir
    Path directory;

    private static String shared(String name) {
        Path file = Path.of(System.getProperty("weir.root", "."), "../shared/data", name);
        Assumptions.assumeTrue(Files.exists(file), "skipped: there is no " + file.toAbsolutePath());
        return file.toString();
    }

    @Test
    void wordsOfShakespeare() throws Exception {
        List<String> counts = Outputs.of(WordCount::main, directory, "--input", shared("shakespeare.txt"));
        assertThat(counts).hasSize(11_456);
        assertThat(counts).contains("the,6287", "and,5690", "i,5111", "to,4934", "of,3760");
        assertThat(counts.stream()
                        .mapToLong(count -> Long.parseLong(count.substring(count.indexOf(',') + 1)))
                        .sum())
                .isEqualTo(208_530);
    }

    @Test
    void theBestFilm() throws Exception {
        List<String> films = Outputs.of(
                BestFilms::main, directory, "--ratings", shared("ratings.csv"), "--films", shared("movies.csv"));
        assertThat(films).hasSize(10);
        assertThat(films)
                .extracting(film -> Double.parseDouble(film.substring(0, film.indexOf(','))))
                .isSortedAccordingTo(Comparator.reverseOrder());
        String[] best = films.get(0).split(",", 3);
        assertThat(Double.parseDouble(best[0])).isEqualTo(4.4290, offset(0.00005));
        assertThat(best[1]).isEqualTo("317");
        assertThat(best[2]).startsWith("Shawshank Redemption, The");
    }

    @Test
    void theBestFilmWithoutFiles() throws Exception {
        assertThat(Outputs.of(BestFilms::main, directory)).containsExactly("4.5,2,The Weir", "3.25,2,A River");
    }
}
