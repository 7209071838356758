// A worker of the benchmarks for go-redsync. Commands and measurements are lines on its standard streams.
package main

import (
	"bufio"
	"fmt"
	"net/url"
	"os"
	"sort"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"
	"unsafe"

	"github.com/go-redsync/redsync/v4"
	"github.com/go-redsync/redsync/v4/redis"
	redigopool "github.com/go-redsync/redsync/v4/redis/redigo"
	redigo "github.com/gomodule/redigo/redis"
)

func main() {
	client := connect(os.Args[1:])
	fmt.Println("ready")
	commands := bufio.NewScanner(os.Stdin)
	var held *redsync.Mutex
	for commands.Scan() {
		words := strings.Fields(commands.Text())
		arguments := map[string]string{}
		for _, word := range words[1:] {
			name, value, _ := strings.Cut(word, "=")
			arguments[name] = value
		}
		switch words[0] {
		case "loop":
			loop(client, number(arguments, "threads"), number(arguments, "millis"))
		case "hold":
			held = mutex(client, arguments["name"])
			must(held.Lock())
			fmt.Printf("nanos=%d\n", nanos())
		case "release":
			before := nanos()
			unlock(held)
			fmt.Printf("nanos=%d\n", before)
		case "contend":
			contend(client, arguments["name"], number(arguments, "threads"), number(arguments, "millis"))
		}
	}
}

func connect(uris []string) *redsync.Redsync {
	var pools []redis.Pool
	for _, uri := range uris {
		parsed, err := url.Parse(uri)
		must(err)
		pools = append(pools, redigopool.NewPool(&redigo.Pool{
			MaxIdle: 100,
			Dial:    func() (redigo.Conn, error) { return redigo.Dial("tcp", parsed.Host) },
		}))
	}
	return redsync.New(pools...)
}

func mutex(client *redsync.Redsync, name string) *redsync.Mutex {
	return client.NewMutex(name, redsync.WithExpiry(8*time.Second), redsync.WithTries(10_000))
}

func unlock(mutex *redsync.Mutex) {
	_, err := mutex.Unlock()
	must(err)
}

func loop(client *redsync.Redsync, threads int, millis int) {
	times := run(threads, millis, func(thread int, iteration int) time.Duration {
		begin := time.Now()
		mutex := mutex(client, fmt.Sprintf("lock-%d-%d", thread, iteration%16))
		must(mutex.Lock())
		unlock(mutex)
		return time.Since(begin)
	})
	all := sorted(times.durations)
	count := float64(len(all))
	fmt.Printf("count=%.0f p50=%.3f p99=%.3f rate=%.3f cpu=%.3f bytes=NaN threads=NaN\n", count,
		micros(percentile(all, 50)), micros(percentile(all, 99)), count/times.wall.Seconds(),
		times.cpu.Seconds()*1e6/count)
}

func contend(client *redsync.Redsync, name string, threads int, millis int) {
	times := run(threads, millis, func(thread int, iteration int) time.Duration {
		begin := time.Now()
		mutex := mutex(client, name)
		must(mutex.Lock())
		waited := time.Since(begin)
		unlock(mutex)
		return waited
	})
	all := sorted(times.durations)
	fewest, most := len(all), 0
	for _, durations := range times.durations {
		fewest, most = min(fewest, len(durations)), max(most, len(durations))
	}
	fmt.Printf("acquired=%d fewest=%d most=%d longest=%.3f p99=%.3f cpu=%.3f\n", len(all), fewest, most,
		micros(percentile(all, 100))/1e3, micros(percentile(all, 99))/1e3, times.cpu.Seconds()*1e6)
}

type timing struct {
	durations [][]time.Duration
	wall      time.Duration
	cpu       time.Duration
}

func run(threads int, millis int, body func(thread int, iteration int) time.Duration) timing {
	begin, cpu := time.Now(), cpuTime()
	end := begin.Add(time.Duration(millis) * time.Millisecond)
	durations := make([][]time.Duration, threads)
	var running sync.WaitGroup
	for thread := range threads {
		running.Add(1)
		go func() {
			defer running.Done()
			for i := 0; time.Now().Before(end); i++ {
				durations[thread] = append(durations[thread], body(thread, i))
			}
		}()
	}
	running.Wait()
	return timing{durations, time.Since(begin), cpuTime() - cpu}
}

func sorted(durations [][]time.Duration) []time.Duration {
	var all []time.Duration
	for _, times := range durations {
		all = append(all, times...)
	}
	sort.Slice(all, func(i, j int) bool { return all[i] < all[j] })
	return all
}

func percentile(sorted []time.Duration, percent int) time.Duration {
	if len(sorted) == 0 {
		return 0
	}
	return sorted[min(len(sorted)-1, len(sorted)*percent/100)]
}

func micros(duration time.Duration) float64 {
	return float64(duration.Nanoseconds()) / 1e3
}

// cpuTime returns the processor time of this process.
func cpuTime() time.Duration {
	var usage syscall.Rusage
	must(syscall.Getrusage(syscall.RUSAGE_SELF, &usage))
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

// nanos returns the monotonic clock of the machine, which the Java workers also read.
func nanos() int64 {
	const monotonic = 1
	var now syscall.Timespec
	_, _, err := syscall.Syscall(syscall.SYS_CLOCK_GETTIME, monotonic, uintptr(unsafe.Pointer(&now)), 0)
	if err != 0 {
		panic(err)
	}
	return now.Nano()
}

func number(arguments map[string]string, name string) int {
	value, err := strconv.Atoi(arguments[name])
	must(err)
	return value
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}
