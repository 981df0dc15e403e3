// Where a picture is wider than its frame, the concept in the middle is what one sees first.
for (const frame of document.querySelectorAll(".picture")) {
  const centre = frame.querySelector(".kg-centre")?.getBoundingClientRect();
  const seen = frame.getBoundingClientRect();
  if (centre) frame.scrollLeft += centre.left + centre.width / 2 - (seen.left + seen.width / 2);
}
