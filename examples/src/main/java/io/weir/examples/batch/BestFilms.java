package io.weir.examples.batch;

import io.weir.dataset.DataSet;
import io.weir.dataset.ExecutionEnvironment;
import io.weir.examples.util.BatchResults;
import io.weir.types.order.Order;
import io.weir.util.ParameterTool;
import java.util.List;

/**
 * Finds the films that people rate best, by two CSV files with header lines: {@code userId,movieId,rating,timestamp} and
 * {@code movieId,title,genres}, where a title may be quoted. Writes {@code mean,ratings,title}, the best film first.
 *
 * <pre>
 * BestFilms [--ratings FILE --films FILE] [--least 50] [--count 10] [--output DIRECTORY]
 * </pre>
 */
public final class BestFilms {
    private BestFilms() {}

    private record Rating(long film, double stars) {}

    private record Film(long number, String title) {}

    private record Ratings(long film, double stars, long count) {
        Ratings plus(Ratings other) {
            return new Ratings(film, stars + other.stars, count + other.count);
        }
    }

    private record Rated(double mean, long count, String title) {}

    /**
     * Runs the program.
     *
     * @param args see above
     * @throws Exception if the job fails
     */
    public static void main(String[] args) throws Exception {
        ParameterTool parameters =
                ParameterTool.fromArgs(args).requireOnly("ratings", "films", "least", "count", "output");
        ExecutionEnvironment env = ExecutionEnvironment.getExecutionEnvironment();
        int least = parameters.getInt("least", parameters.has("ratings") ? 50 : 2);
        DataSet<Rated> rated = ratings(env, parameters)
                .map(rating -> new Ratings(rating.film, rating.stars, 1))
                .groupBy("film")
                .reduce(Ratings::plus)
                .filter(film -> film.count >= least)
                .join(films(env, parameters))
                .where("film")
                .equalTo("number")
                .with((ratings, film) -> new Rated(ratings.stars / ratings.count, ratings.count, film.title));
        DataSet<String> best = rated.sortPartition("mean", Order.DESCENDING)
                .setParallelism(1) // one partition is the whole
                .first(parameters.getInt("count", 10))
                .map(film -> film.mean + "," + film.count + "," + film.title)
                .setParallelism(1);
        BatchResults.inOrder(best, parameters, "Best films");
    }

    private static DataSet<Rating> ratings(ExecutionEnvironment env, ParameterTool parameters) {
        return parameters.has("ratings")
                ? env.readCsvFile(parameters.getRequired("ratings"))
                        .ignoreFirstLine()
                        .includeFields("0110")
                        .recordType(Rating.class)
                : env.fromCollection(List.of(
                        new Rating(1, 4), new Rating(1, 5), new Rating(2, 3), new Rating(2, 3.5), new Rating(3, 5)));
    }

    private static DataSet<Film> films(ExecutionEnvironment env, ParameterTool parameters) {
        return parameters.has("films")
                ? env.readCsvFile(parameters.getRequired("films"))
                        .ignoreFirstLine()
                        .parseQuotedStrings('"')
                        .includeFields("110")
                        .recordType(Film.class)
                : env.fromCollection(
                        List.of(new Film(1, "The Weir"), new Film(2, "A River"), new Film(3, "Seen by one")));
    }
}
