create table if not exists event (
	id bigint generated always as identity primary key,
	name varchar(200) not null,
	tickets int not null,
	tickets_left int not null
);

create table if not exists booking (
	id bigint generated always as identity primary key,
	event_id bigint not null references event (id),
	booked_at timestamp with time zone default current_timestamp not null
);
