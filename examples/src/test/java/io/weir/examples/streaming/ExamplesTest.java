package io.weir.examples.streaming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import io.weir.examples.util.Car;
import io.weir.examples.util.Connection;
import io.weir.examples.util.Connection.Event;
import io.weir.examples.util.Connection.Phase;
import io.weir.examples.util.Measurement;
import io.weir.examples.util.Payment;
import io.weir.examples.util.Sums;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the examples and compares what they write with what simple loops find. */
class ExamplesTest {
    @TempDir
    Path directory;

    @Test
    void pageViewAlertsOfTheSample() throws Exception {
        assertThat(resultsOf(PageViewAlerts::main)).containsExactly("10.0.0.1,2015-05-17T10:00:00Z,3");
        assertThat(resultsOf(PageViewAlerts::main, "--limit", "0"))
                .containsExactlyInAnyOrder(
                        "10.0.0.1,2015-05-17T10:00:00Z,3",
                        "10.0.0.1,2015-05-17T10:01:00Z,1",
                        "10.0.0.1,2015-05-17T10:45:00Z,1",
                        "10.0.0.2,2015-05-17T10:00:00Z,1",
                        "10.0.0.2,2015-05-17T10:01:00Z,1",
                        "10.0.0.2,2015-05-17T10:44:00Z,1");
    }

    @Test
    void visitsOfTheSample() throws Exception {
        assertThat(resultsOf(SessionWindowing::main, "--gap", "30"))
                .containsExactlyInAnyOrder(
                        "10.0.0.1,2015-05-17T10:00:05Z,2015-05-17T10:01:15Z,5",
                        "10.0.0.2,2015-05-17T10:00:31Z,2015-05-17T10:01:02Z,2",
                        "10.0.0.2,2015-05-17T10:44:30Z,2015-05-17T10:44:30Z,1",
                        "10.0.0.1,2015-05-17T10:45:00Z,2015-05-17T10:45:00Z,1");
    }

    @Test
    void networksOfTheSample() throws Exception {
        assertThat(resultsOf(AsyncEnrichment::main))
                .containsExactlyInAnyOrder(
                        "10.0.0.1,10.0.0.0/24,/",
                        "10.0.0.2,10.0.0.0/24,/rivers",
                        "10.0.0.1,10.0.0.0/24,/rivers",
                        "10.0.0.1,10.0.0.0/24,/weirs",
                        "10.0.0.2,10.0.0.0/24,/weirs",
                        "10.0.0.1,10.0.0.0/24,/weirs/1",
                        "10.0.0.1,10.0.0.0/24,/",
                        "10.0.0.2,10.0.0.0/24,/");
    }

    @Test
    void topSpeeds() throws Exception {
        List<String> expected = new ArrayList<>();
        Map<Integer, List<Car>> reports = new HashMap<>();
        Map<Integer, Car> last = new HashMap<>();
        for (Iterator<Car> cars = Car.drive(3, 3_000); cars.hasNext(); ) {
            Car car = cars.next();
            List<Car> own = reports.computeIfAbsent(car.number(), none -> new ArrayList<>());
            own.add(car);
            Car before = last.putIfAbsent(car.number(), car);
            if (before != null && car.metres() - before.metres() > 50) {
                last.put(car.number(), car);
                int top = own.stream()
                        .filter(report -> report.time() > car.time() - 10_000)
                        .mapToInt(Car::speed)
                        .max()
                        .orElseThrow();
                expected.add(car.number() + "," + top);
            }
        }
        assertThat(expected).hasSizeGreaterThan(50);
        assertThat(resultsOf(TopSpeedWindowing::main, "--cars", "3", "--reports", "3000"))
                .containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void connectionsThatGoWrong() throws Exception {
        List<String> expected = new ArrayList<>();
        Map<Integer, Phase> phases = new HashMap<>();
        for (Iterator<Event> events = Connection.events(20_000, 0.01); events.hasNext(); ) {
            Event event = events.next();
            Phase phase = phases.getOrDefault(event.client(), Phase.CLOSED);
            Optional<Phase> next = phase.after(event.action());
            phases.put(event.client(), next.orElse(Phase.CLOSED));
            if (next.isEmpty()) {
                expected.add(event.client() + "," + phase + "," + event.action());
            }
        }
        assertThat(expected).hasSizeBetween(100, 300);
        assertThat(resultsOf(StateMachine::main, "--events", "20000", "--error-rate", "0.01"))
                .containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void eachQuestionGetsOneAnswerOfSomeStateOfItsModel() throws Exception {
        int piece = IncrementalLearning.PIECE;
        Map<String, Sums> models = new HashMap<>();
        Map<Integer, Sums> latest = new HashMap<>();
        for (Iterator<Measurement> all = Measurement.take(2, 1_000); all.hasNext(); ) {
            Measurement one = all.next();
            Sums sums = latest.getOrDefault(one.sensor(), Sums.NONE).plus(Sums.of(one));
            latest.put(one.sensor(), sums);
            if (sums.count() % piece == 0) {
                models.put(one.sensor() + "," + sums.count(), sums);
            }
        }
        List<String> asked = new ArrayList<>();
        for (Iterator<Measurement> all = Measurement.take(2, 300); all.hasNext(); ) {
            Measurement one = all.next();
            asked.add(one.sensor() + "," + one.x());
        }
        List<String> answered = new ArrayList<>();
        for (String line : resultsOf(IncrementalLearning::main, options(2, 1_000, 300))) {
            String[] fields = line.split(",");
            answered.add(fields[0] + "," + fields[1]);
            Sums model = models.get(fields[0] + "," + fields[3]);
            // Pieces are added up in another order than single measurements: the last digits may differ.
            assertThat(Double.parseDouble(fields[2]))
                    .isCloseTo(model.predict(Double.parseDouble(fields[1])), offset(1.0));
        }
        assertThat(answered).containsExactlyInAnyOrderElementsOf(asked);
    }

    private static String[] options(int sensors, int measurements, int questions) {
        return new String[] {
            "--sensors", String.valueOf(sensors),
            "--measurements", String.valueOf(measurements),
            "--questions", String.valueOf(questions)
        };
    }

    @Test
    void incomesMeetTheExpensesOfTheirWindow() throws Exception {
        List<Payment> incomes = new ArrayList<>();
        List<Payment> expenses = new ArrayList<>();
        Payment.make(4, 300, Payment.INCOMES).forEachRemaining(incomes::add);
        Payment.make(4, 300, Payment.EXPENSES).forEachRemaining(expenses::add);
        List<String> expected = new ArrayList<>();
        for (Payment income : incomes) {
            for (Payment expense : expenses) {
                if (income.person().equals(expense.person()) && income.time() / 500 == expense.time() / 500) {
                    expected.add(income.person() + "," + income.amount() + "," + expense.amount());
                }
            }
        }
        assertThat(resultsOf(WindowJoin::main, "--people", "4", "--payments", "300", "--window", "500"))
                .containsExactlyInAnyOrderElementsOf(expected);
    }

    /** A main method. */
    private interface Program {
        void main(String[] args) throws Exception;
    }

    private List<String> resultsOf(Program program, String... args) throws Exception {
        Path output = Files.createTempDirectory(directory, "output").resolve("results");
        List<String> all = new ArrayList<>(List.of(args));
        all.addAll(List.of("--output", output.toString()));
        program.main(all.toArray(new String[0]));
        List<String> lines = new ArrayList<>();
        Set<Path> files = new HashSet<>();
        try (Stream<Path> found = Files.walk(output)) {
            found.filter(Files::isRegularFile).forEach(files::add);
        }
        files.forEach(file -> lines.addAll(linesOf(file)));
        return lines;
    }

    private static List<String> linesOf(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
